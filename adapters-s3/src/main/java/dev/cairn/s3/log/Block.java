package dev.cairn.s3.log;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/**
 * Compressed bytes with their checksum, as they stand within an object.
 *
 * @param rawLength how many bytes {@link #open} gives
 * @param crc32c of the stored bytes
 */
record Block(byte[] stored, int rawLength, int crc32c) {
  /** For what is written once and soon replaced. */
  static final int FAST = 3;

  /** For what stays. */
  static final int SMALL = 9;

  static Block of(byte[] raw) {
    return of(raw, FAST);
  }

  static Block of(byte[] raw, int level) {
    byte[] stored = Zstd.compress(raw, level);
    return new Block(stored, raw.length, Digests.crc32c(stored));
  }

  /**
   * @throws IllegalArgumentException if the bytes are not what was written
   */
  byte[] open() {
    if (Digests.crc32c(stored) != crc32c) {
      throw new IllegalArgumentException("a block's CRC32C differs");
    }
    try {
      byte[] raw = Zstd.decompress(stored, rawLength);
      if (raw.length != rawLength) {
        throw new IllegalArgumentException("a block is shorter than it says");
      }
      return raw;
    } catch (ZstdException notAFrame) {
      throw new IllegalArgumentException("a block is no zstd frame", notAFrame);
    }
  }
}
