package dev.cairn.storage.backup;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.cairn.backup.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import javax.crypto.SecretKey;

/** Reads the blocks of one archive, and checks each. Not thread-safe. */
final class BlockInput {
  static final int PREAMBLE_BYTES = 7;
  static final int HEAD_BYTES = 13;

  private static final String DAMAGED = "It is damaged: %s. Restore another one.";
  private static final int LABEL_BYTES = 5;
  private static final int TAG_BYTES = 16;

  /** A writer ends a block at a mebibyte or after the record that is greater. */
  private static final int MAX_BLOCK_BYTES = 1 << 30;

  private final InputStream in;
  private final Optional<BlockCipher> cipher;
  private long number;

  private BlockInput(InputStream in, Optional<BlockCipher> cipher) {
    this.in = in;
    this.cipher = cipher;
  }

  static BlockInput start(InputStream in, Optional<SecretKey> key) throws IOException {
    byte[] preamble = in.readNBytes(PREAMBLE_BYTES);
    ByteBuffer fields = ByteBuffer.wrap(preamble);
    if (preamble.length < PREAMBLE_BYTES || fields.getInt() != ArchiveFormat.MAGIC) {
      throw new BackupException(
          "It is no backup of Cairn. Name a file that 'cairn backup create' made.");
    }
    int version = fields.getShort();
    if (version != ArchiveFormat.VERSION) {
      throw new BackupException(
          "It has version %d of the format, and this version of Cairn reads %d. Use a newer Cairn."
              .formatted(version, ArchiveFormat.VERSION));
    }
    int encrypted = fields.get();
    if (encrypted == 0) {
      return new BlockInput(in, Optional.empty());
    }
    if (encrypted != 1) {
      throw damaged("its first bytes are not as they should be");
    }
    byte[] salt = in.readNBytes(BlockCipher.SALT_BYTES);
    if (salt.length < BlockCipher.SALT_BYTES) {
      throw cutShort();
    }
    if (key.isEmpty()) {
      throw new BackupException("It is encrypted. Give the key that it was made with.");
    }
    return new BlockInput(in, Optional.of(new BlockCipher(key.get(), salt)));
  }

  Block read() throws IOException {
    byte[] head = in.readNBytes(HEAD_BYTES);
    if (head.length < HEAD_BYTES) {
      throw cutShort();
    }
    ByteBuffer fields = ByteBuffer.wrap(head);
    int type = fields.get();
    int length = fields.getInt();
    int size = fields.getInt();
    int checksum = fields.getInt();
    if (type < 0
        || type >= BlockType.values().length
        || length < 0
        || length > MAX_BLOCK_BYTES
        || size < 0
        || size > Zstd.compressBound(length) + TAG_BYTES) {
      throw damaged("block " + number + " has no proper head");
    }
    byte[] stored = in.readNBytes(size);
    if (stored.length < size) {
      throw cutShort();
    }
    byte[] label = label(type, length);
    CRC32C actual = new CRC32C();
    actual.update(label);
    actual.update(stored);
    if ((int) actual.getValue() != checksum) {
      throw damaged("block " + number + " has another checksum");
    }
    byte[] block = decompress(decrypt(label, stored), length);
    number++;
    return new Block(BlockType.values()[type], block);
  }

  /**
   * What a block is and how long it is uncompressed: the part of its head that is authenticated.
   */
  static byte[] label(int type, int length) {
    return ByteBuffer.allocate(LABEL_BYTES).put((byte) type).putInt(length).array();
  }

  /**
   * @param bytes the reader's own
   */
  record Block(BlockType type, byte[] bytes) {}

  private byte[] decrypt(byte[] label, byte[] stored) {
    if (cipher.isEmpty()) {
      return stored;
    }
    return cipher
        .get()
        .decrypt(number, label, stored)
        .orElseThrow(
            () ->
                new BackupException(
                    "It was encrypted with another key, or somebody altered it. Give the key that it was made with, or restore another one."));
  }

  private byte[] decompress(byte[] bytes, int length) {
    try {
      byte[] block = Zstd.decompress(bytes, length);
      if (block.length == length) {
        return block;
      }
      throw damaged("block " + number + " has another length");
    } catch (ZstdException wrong) {
      throw damaged("block " + number + " does not decompress", wrong);
    }
  }

  /** Nothing may follow the last block. */
  void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw damaged("there is something behind its end");
    }
  }

  static BackupException damaged(String how) {
    return new BackupException(DAMAGED.formatted(how));
  }

  static BackupException damaged(String how, Exception cause) {
    return new BackupException(DAMAGED.formatted(how), cause);
  }

  private static BackupException cutShort() {
    return new BackupException("It is cut short: its end is missing. Restore another one.");
  }
}
