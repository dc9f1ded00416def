package dev.cairn;

import static java.util.Objects.requireNonNull;

import dev.cairn.migration.ImportedVectors;
import java.util.Map;
import java.util.Optional;

/**
 * How data of another system is imported.
 *
 * @param from the name of the importer; empty for the one that recognizes the source
 * @param settings of the importer, such as {@code as} and {@code map.user_id}; only for one that is
 *     named
 * @param dryRun whether to report only and save nothing
 * @param vectors what becomes of vectors that come with nouns and verbs
 */
public record ImportOptions(
    Optional<String> from, Map<String, String> settings, boolean dryRun, ImportedVectors vectors) {
  /** Recognizes the source, saves, and keeps vectors. */
  public static final ImportOptions DEFAULT =
      new ImportOptions(Optional.empty(), Map.of(), false, ImportedVectors.KEEP);

  public ImportOptions {
    requireNonNull(from, "from");
    settings = Map.copyOf(settings);
    requireNonNull(vectors, "vectors");
  }

  public ImportOptions withFrom(String importer) {
    return new ImportOptions(Optional.of(importer), settings, dryRun, vectors);
  }

  public ImportOptions withSettings(Map<String, String> newSettings) {
    return new ImportOptions(from, newSettings, dryRun, vectors);
  }

  public ImportOptions asDryRun() {
    return new ImportOptions(from, settings, true, vectors);
  }

  public ImportOptions withVectors(ImportedVectors newVectors) {
    return new ImportOptions(from, settings, dryRun, newVectors);
  }
}
