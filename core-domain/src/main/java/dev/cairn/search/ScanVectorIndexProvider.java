package dev.cairn.search;

import dev.cairn.plugin.Settings;

/** Provides {@code scan}: the exact answer, by looking at every vector. Has no settings. */
public final class ScanVectorIndexProvider implements VectorIndexProvider {
  private record NoSettings() {}

  @Override
  public String name() {
    return "scan";
  }

  @Override
  public VectorIndexFactory create(Settings settings) {
    settings.as(NoSettings.class);
    return ScanVectorIndex::new;
  }
}
