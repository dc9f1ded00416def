package dev.cairn.backup;

import dev.cairn.plugin.Provider;

/** Makes a {@link BackupFormat} of one type. */
public interface BackupFormatProvider extends Provider<BackupFormat> {}
