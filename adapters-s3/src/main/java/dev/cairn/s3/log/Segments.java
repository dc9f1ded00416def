package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.store.Payload;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads segments: directories whole, payloads by the block. Thread-safe. */
final class Segments {
  /** The most that is asked for at once. */
  private static final int MAX_READ = 8 << 20;

  private final LogReader reader;
  private final BlockCache cache;

  Segments(LogReader reader, BlockCache cache) {
    this.reader = reader;
    this.cache = cache;
  }

  Segment.Opened open(SegmentRef ref) {
    return reader
        .getRange(
            ref.key(),
            ref.directoryAt(),
            ref.directoryLength(),
            found -> Segment.open(ref, found.bytes()))
        .orElseThrow(() -> new GoneException(ref.key()));
  }

  Payload payload(Entry entry) {
    return switch (entry.place()) {
      case Place.Here here -> here.payload();
      case Place.InSegment in -> payload(in, entry.size());
    };
  }

  private Payload payload(Place.InSegment place, int size) {
    byte[] block = block(place.segment(), place.block());
    if (place.offset() < 0 || place.offset() > block.length - size) {
      throw new CorruptObjectException(place.segment().key(), "a record exceeds its block");
    }
    return Payload.wrap(Arrays.copyOfRange(block, place.offset(), place.offset() + size));
  }

  private byte[] block(Segment segment, int block) {
    return cache
        .find(new BlockCache.Key(segment.key(), block))
        .orElseGet(() -> read(segment, block, block));
  }

  /** Brings the blocks of these places into the cache, neighbours with one request. */
  void prefetch(Collection<Place.InSegment> places) {
    Map<String, Missing> missing = new TreeMap<>();
    for (Place.InSegment place : places) {
      Segment segment = place.segment();
      if (cache.find(new BlockCache.Key(segment.key(), place.block())).isEmpty()) {
        missing
            .computeIfAbsent(segment.key(), ignored -> new Missing(segment, new TreeSet<>()))
            .blocks()
            .add(place.block());
      }
    }
    missing.values().forEach(each -> prefetch(each.segment(), each.blocks().iterator()));
  }

  private record Missing(Segment segment, TreeSet<Integer> blocks) {}

  private void prefetch(Segment segment, Iterator<Integer> blocks) {
    int first = blocks.next();
    int last = first;
    while (blocks.hasNext()) {
      int next = blocks.next();
      if (next > last + 1 || span(segment, first, next) > MAX_READ) {
        read(segment, first, last);
        first = next;
      }
      last = next;
    }
    read(segment, first, last);
  }

  private static long span(Segment segment, int first, int last) {
    Segment.BlockRef end = segment.blocks().get(last);
    return end.at() + end.length() - segment.blocks().get(first).at();
  }

  /** Reads blocks that lie beside each other and gives the first. */
  private byte[] read(Segment segment, int first, int last) {
    long at = segment.blocks().get(first).at();
    int length = Math.toIntExact(span(segment, first, last));
    return reader
        .getRange(segment.key(), at, length, found -> opened(segment, first, last, found))
        .orElseThrow(() -> new GoneException(segment.key()));
  }

  private byte[] opened(Segment segment, int first, int last, Fetched.Found found) {
    long start = segment.blocks().get(first).at();
    byte[] result = new byte[0];
    for (int i = last; i >= first; i--) {
      Segment.BlockRef block = segment.blocks().get(i);
      int from = (int) (block.at() - start);
      if (from + block.length() > found.bytes().length) {
        throw new CorruptObjectException(segment.key(), "the answer is too short");
      }
      byte[] stored = Arrays.copyOfRange(found.bytes(), from, from + block.length());
      try {
        result = new Block(stored, block.rawLength(), block.crc32c()).open();
      } catch (IllegalArgumentException broken) {
        throw new CorruptObjectException(segment.key(), "block " + i + " differs", broken);
      }
      cache.put(new BlockCache.Key(segment.key(), i), result);
    }
    return result;
  }
}
