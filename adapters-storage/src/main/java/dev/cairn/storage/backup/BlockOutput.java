package dev.cairn.storage.backup;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import javax.crypto.SecretKey;

/** Writes the blocks of one archive. Not thread-safe. */
final class BlockOutput {
  private final OutputStream out;
  private final int level;
  private final Optional<BlockCipher> cipher;
  private long number;

  private BlockOutput(OutputStream out, int level, Optional<BlockCipher> cipher) {
    this.out = out;
    this.level = level;
    this.cipher = cipher;
  }

  static BlockOutput start(OutputStream out, int level, Optional<SecretKey> key)
      throws IOException {
    out.write(
        ByteBuffer.allocate(BlockInput.PREAMBLE_BYTES)
            .putInt(ArchiveFormat.MAGIC)
            .putShort((short) ArchiveFormat.VERSION)
            .put((byte) (key.isPresent() ? 1 : 0))
            .array());
    if (key.isEmpty()) {
      return new BlockOutput(out, level, Optional.empty());
    }
    byte[] salt = BlockCipher.newSalt();
    out.write(salt);
    return new BlockOutput(out, level, Optional.of(new BlockCipher(key.get(), salt)));
  }

  void write(BlockType type, byte[] block) throws IOException {
    byte[] compressed = Zstd.compress(block, level);
    byte[] label = BlockInput.label(type.ordinal(), block.length);
    byte[] stored =
        cipher.isPresent() ? cipher.get().encrypt(number, label, compressed) : compressed;
    CRC32C crc = new CRC32C();
    crc.update(label);
    crc.update(stored);
    out.write(label);
    out.write(
        ByteBuffer.allocate(BlockInput.HEAD_BYTES - label.length)
            .putInt(stored.length)
            .putInt((int) crc.getValue())
            .array());
    out.write(stored);
    number++;
  }
}
