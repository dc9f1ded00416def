package dev.cairn.s3.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The opened blocks that were used last, up to a number of bytes. Thread-safe. */
final class BlockCache {
  private final long maxBytes;
  private final Map<Key, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  record Key(String segment, int block) {}

  BlockCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized Optional<byte[]> find(Key key) {
    return Optional.ofNullable(blocks.get(key));
  }

  synchronized void put(Key key, byte[] block) {
    byte[] before = blocks.put(key, block);
    bytes += block.length - (before == null ? 0 : before.length);
    var eldest = blocks.entrySet().iterator();
    while (bytes > maxBytes && blocks.size() > 1) {
      bytes -= eldest.next().getValue().length;
      eldest.remove();
    }
  }
}
