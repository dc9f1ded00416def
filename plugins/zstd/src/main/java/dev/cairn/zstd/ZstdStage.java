package dev.cairn.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.optimization.PayloadStage;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Version 1 of compression by Zstandard (RFC 8878): a frame without magic number, checksum and
 * dictionary id, with content size. Thread-safe.
 *
 * <p>Native contexts are pooled rather than bound to threads, since virtual threads are many and
 * short-lived; dictionaries are digested once.
 */
final class ZstdStage implements PayloadStage {
  /** Far above what a record may hold, far below what a forged size could ask for. */
  static final int MAX_SIZE = 1 << 28;

  /** What a block of four bytes can expand to at most (RFC 8878, section 3.1.1.2.4). */
  private static final long MAX_BLOCK_SIZE = 128 * 1024;

  private static final int MIN_BLOCK_BYTES = 4;

  private final int threshold;
  private final Pool<ZstdCompressCtx> compressors;
  private final Pool<ZstdDecompressCtx> decompressors;

  ZstdStage(int threshold, int level, byte[] dictionary) {
    this.threshold = threshold;
    ZstdDictCompress forWriting =
        dictionary.length == 0 ? null : new ZstdDictCompress(dictionary, level);
    ZstdDictDecompress forReading =
        dictionary.length == 0 ? null : new ZstdDictDecompress(dictionary);
    this.compressors = new Pool<>(() -> compressor(level, forWriting));
    this.decompressors = new Pool<>(() -> decompressor(forReading));
  }

  private static ZstdCompressCtx compressor(int level, @Nullable ZstdDictCompress dictionary) {
    ZstdCompressCtx context = new ZstdCompressCtx();
    context
        .setLevel(level)
        .setMagicless(true)
        .setChecksum(false)
        .setDictID(false)
        .setContentSize(true);
    if (dictionary != null) {
      context.loadDict(dictionary);
    }
    return context;
  }

  private static ZstdDecompressCtx decompressor(@Nullable ZstdDictDecompress dictionary) {
    ZstdDecompressCtx context = new ZstdDecompressCtx();
    context.setMagicless(true);
    if (dictionary != null) {
      context.loadDict(dictionary);
    }
    return context;
  }

  @Override
  public Optional<byte[]> encode(byte[] bytes) {
    if (bytes.length < threshold || bytes.length > MAX_SIZE) {
      return Optional.empty();
    }
    byte[] room = new byte[(int) Zstd.compressBound(bytes.length)];
    ZstdCompressCtx context = compressors.take();
    int size;
    try {
      size = context.compressByteArray(room, 0, room.length, bytes, 0, bytes.length);
    } finally {
      compressors.giveBack(context);
    }
    return size < bytes.length ? Optional.of(Arrays.copyOf(room, size)) : Optional.empty();
  }

  @Override
  public byte[] decode(byte[] encoded) {
    if (encoded.length == 0) {
      throw damaged();
    }
    long size = Zstd.getFrameContentSize(encoded, 0, encoded.length, true);
    if (size < 0 || size > maxSize(encoded.length)) {
      throw damaged();
    }
    byte[] bytes = new byte[(int) size];
    ZstdDecompressCtx context = decompressors.take();
    try {
      int written = context.decompressByteArray(bytes, 0, bytes.length, encoded, 0, encoded.length);
      if (written != bytes.length) {
        throw damaged();
      }
      return bytes;
    } catch (ZstdException refused) {
      throw damaged();
    } finally {
      decompressors.giveBack(context);
    }
  }

  /** A frame that claims more is forged; memory for it must not be asked for. */
  private static long maxSize(int encodedBytes) {
    return Math.min(MAX_SIZE, (encodedBytes / MIN_BLOCK_BYTES + 1) * MAX_BLOCK_SIZE);
  }

  private static CorruptRecordException damaged() {
    return new CorruptRecordException(
        "The record's payload is damaged: Zstandard cannot expand it.");
  }
}
