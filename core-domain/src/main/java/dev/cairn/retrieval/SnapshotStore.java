package dev.cairn.retrieval;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Where snapshots of indexes are kept between starts: a cache, which may be emptied at any time.
 * Thread-safe, and safe beside other processes that keep theirs in the same place.
 */
public interface SnapshotStore {
  /** Keeps nothing. */
  SnapshotStore NONE =
      new SnapshotStore() {
        @Override
        public Optional<InputStream> open(String namespace, String name) {
          return Optional.empty();
        }

        @Override
        public void save(String namespace, String name, Content content) {}

        @Override
        public void discard(String namespace, String name, String reason) {}

        @Override
        public boolean isKeeping() {
          return false;
        }
      };

  /** Writes a snapshot. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A snapshot as it was saved last, by whichever process. To be closed by the caller. */
  Optional<InputStream> open(String namespace, String name) throws IOException;

  /**
   * Puts a snapshot in the place of the one of that name. Others see the one or the other, never a
   * part; if writing throws, the former one stays.
   */
  void save(String namespace, String name, Content content) throws IOException;

  /**
   * Removes a snapshot, if it is there, and tells the operator.
   *
   * @param reason why it cannot be used
   */
  void discard(String namespace, String name, String reason);

  /** Whether what is saved may be there at the next start. */
  default boolean isKeeping() {
    return true;
  }
}
