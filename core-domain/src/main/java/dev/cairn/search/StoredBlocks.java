package dev.cairn.search;

import java.util.List;

/**
 * The objects that an index was published as: never changed, read in parts. Thread-safe.
 *
 * <p>A read takes as long as the place where they are kept is away, so what is needed at a time is
 * to be asked for at a time. Nothing but the length of an answer is checked: an index must carry
 * checksums of what it reads.
 */
public interface StoredBlocks {

  /** How long each object is, in the order in which they were added. */
  List<Long> lengths();

  /**
   * Reads several ranges at once.
   *
   * @return their bytes, in the same order
   * @throws UnusableSnapshotException if an object is not there any more, or ends early
   * @throws dev.cairn.store.StorageException if the place does not answer
   */
  List<byte[]> read(List<BlockRange> ranges);

  /** Reads an object whole. */
  default byte[] readWhole(int object) {
    long length = lengths().get(object);
    return read(List.of(new BlockRange(object, 0, Math.toIntExact(length)))).getFirst();
  }
}
