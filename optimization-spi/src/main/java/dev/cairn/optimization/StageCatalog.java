package dev.cairn.optimization;

import dev.cairn.codec.UnknownFormatException;
import dev.cairn.plugin.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The stages that are on the class path. Immutable and thread-safe. */
final class StageCatalog {
  private final Map<String, StageProvider> byLabel = new TreeMap<>();

  StageCatalog(Iterable<StageProvider> providers) {
    for (StageProvider provider : providers) {
      String label = provider.name() + "/" + provider.version();
      StageProvider other = byLabel.putIfAbsent(label, provider);
      if (other != null) {
        throw new ConfigurationException(
            "Only one stage may be '%s', but there are two: %s and %s. Remove one of the jars."
                .formatted(label, other.getClass().getName(), provider.getClass().getName()));
      }
    }
  }

  /**
   * The newest version of a stage, for writing.
   *
   * @throws ConfigurationException if there is none
   */
  StageProvider newest(String name) {
    return byLabel.values().stream()
        .filter(provider -> provider.name().equals(name))
        .max((a, b) -> Integer.compare(a.version(), b.version()))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "No stage is called '%s'. Found: %s. Correct 'optimization.stages', or add the plugin's jar (the built-in ones are in cairn-document-stages and cairn-zstd)."
                        .formatted(name, labels())));
  }

  /**
   * The stage of a manifest, for reading.
   *
   * @throws UnknownFormatException if it is missing or refuses its parameters
   */
  Stage open(Manifest.StageEntry entry, ManifestId manifest) {
    StageProvider provider = byLabel.get(entry.label());
    if (provider == null) {
      throw new UnknownFormatException(
          "Records of manifest %s need the stage '%s'. Found: %s. Add the plugin's jar (the built-in stages are in cairn-document-stages and cairn-zstd)."
              .formatted(manifest, entry.label(), labels()));
    }
    try {
      return provider.open(entry.parameters());
    } catch (IllegalArgumentException refused) {
      throw new UnknownFormatException(
          "The stage '%s' refuses its parameters in manifest %s: %s"
              .formatted(entry.label(), manifest, refused.getMessage()));
    }
  }

  private List<String> labels() {
    return new ArrayList<>(byLabel.keySet());
  }
}
