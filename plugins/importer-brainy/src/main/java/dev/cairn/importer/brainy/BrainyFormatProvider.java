package dev.cairn.importer.brainy;

import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyFormatProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code brainy}: how Brainy 0.9 to 7.19 lays nouns and verbs over objects. */
public final class BrainyFormatProvider implements LegacyFormatProvider {
  /** There is nothing to set; any key is unknown. */
  record Config() {}

  @Override
  public String name() {
    return BrainyFormat.NAME;
  }

  @Override
  public LegacyFormat create(Settings settings) {
    settings.as(Config.class);
    return new BrainyFormat();
  }
}
