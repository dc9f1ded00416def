package dev.cairn.backup;

import dev.cairn.plugin.Provider;

/**
 * Makes a {@link BackupLocation} of one type. Its name is the scheme of the addresses that it
 * serves, as {@code s3} in {@code s3://bucket/backups}; the setting {@code address} is the whole
 * address.
 */
public interface BackupLocationProvider extends Provider<BackupLocation> {}
