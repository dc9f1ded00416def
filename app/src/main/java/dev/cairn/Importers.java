package dev.cairn;

import dev.cairn.json.JsonObject;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.MemoryImporter;
import dev.cairn.migration.MemoryImporterProvider;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The importers on the class path. Thread-safe. */
public final class Importers {
  private static final String MAP = "map.";

  private final Providers<MemoryImporterProvider> providers;

  private Importers(Providers<MemoryImporterProvider> providers) {
    this.providers = providers;
  }

  public static Importers load() {
    return new Importers(Providers.load("importer", MemoryImporterProvider.class));
  }

  /** Their names, in order. */
  public List<String> names() {
    return providers.names();
  }

  /**
   * The importer that the options name, or the one that recognizes the source.
   *
   * @throws dev.cairn.plugin.ConfigurationException if none is of that name, or a setting is wrong
   * @throws ImportException if there is no source, or no importer recognizes it
   */
  public MemoryImporter of(Path source, ImportOptions options) {
    if (!Files.exists(source)) {
      throw new ImportException("There is no file or folder %s. Check the path.".formatted(source));
    }
    if (options.from().isPresent()) {
      return providers.named(options.from().get()).create(settings(options.settings()));
    }
    if (!options.settings().isEmpty()) {
      throw new ImportException(
          "Settings of an importer were given, but not its name. Name one of %s."
              .formatted(names()));
    }
    return recognizing(source)
        .orElseThrow(
            () ->
                new ImportException(
                    "No importer recognizes %s. Found: %s. Name one, or add the jar that brings it."
                        .formatted(source, names())));
  }

  /** Those of one system are asked before those of common forms. */
  private Optional<MemoryImporter> recognizing(Path source) {
    List<MemoryImporter> importers = new ArrayList<>();
    providers.all().forEach(provider -> importers.add(provider.create(Settings.EMPTY)));
    return importers.stream()
        .filter(importer -> !importer.isGeneral() && importer.recognizes(source))
        .findFirst()
        .or(
            () ->
                importers.stream()
                    .filter(importer -> importer.isGeneral() && importer.recognizes(source))
                    .findFirst());
  }

  private static Settings settings(Map<String, String> given) {
    JsonObject.Builder map = JsonObject.builder();
    JsonObject.Builder settings = JsonObject.builder();
    given.forEach(
        (name, value) -> {
          if (name.startsWith(MAP)) {
            map.put(name.substring(MAP.length()), value);
          } else {
            settings.put(name, value);
          }
        });
    JsonObject fields = map.build();
    if (!fields.isEmpty()) {
      settings.put("map", fields);
    }
    return Settings.of("import", settings.build());
  }
}
