package dev.cairn.s3.log;

import dev.cairn.store.Version;

/**
 * What the directory knows of a record.
 *
 * @param size of its payload in bytes
 */
record Entry(Version version, int size, Place place) {

  /** Whether both are of the same write. */
  boolean isSameAs(Entry other) {
    return version.equals(other.version);
  }
}
