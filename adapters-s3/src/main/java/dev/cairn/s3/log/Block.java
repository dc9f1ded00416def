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
  private static final int LEVEL = 3;

  static Block of(byte[] raw) {
    byte[] stored = Zstd.compress(raw, LEVEL);
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
