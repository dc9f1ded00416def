package dev.cairn.migration.legacy;

import dev.cairn.plugin.Provider;

/** Makes a {@link LegacyFormat} for one other system. */
public interface LegacyFormatProvider extends Provider<LegacyFormat> {}
