package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which segments a checkpoint merges into its new one. */
sealed interface Merge {

  /**
   * Chooses.
   *
   * @param segments oldest first
   * @param liveBytes the bytes of each segment's payloads that are still records, by key; under ""
   *     those that no segment has
   * @param directories opens what must be looked into
   */
  List<SegmentRef> choose(
      List<SegmentRef> segments, Map<String, Long> liveBytes, Segments directories);

  /** Whether the new segment must say that this record was removed, if any older one is kept. */
  default boolean keeps(RecordId removed) {
    return true;
  }

  /** How hard to compress. */
  default int level() {
    return Block.FAST;
  }

  /**
   * Newest first as long as a segment is not much larger than what is merged already, so that there
   * are few segments and a record is rewritten a few times only; and those that are mostly dead.
   */
  record BySize() implements Merge {
    private static final long FACTOR = 4;
    private static final long MAX_BYTES = 256L << 20;

    @Override
    public List<SegmentRef> choose(
        List<SegmentRef> segments, Map<String, Long> liveBytes, Segments directories) {
      List<SegmentRef> chosen = new ArrayList<>();
      long sum = liveBytes.getOrDefault("", 0L);
      boolean adjacent = true;
      for (SegmentRef segment : segments.reversed()) {
        long live = liveBytes.getOrDefault(segment.key(), 0L);
        adjacent &= live <= FACTOR * sum && sum + live <= MAX_BYTES;
        if (adjacent || live == 0) {
          chosen.add(segment);
          sum += live;
        }
      }
      return chosen.reversed();
    }
  }

  /** All, so that the new segment has the live records and nothing else. */
  record All() implements Merge {
    @Override
    public List<SegmentRef> choose(
        List<SegmentRef> segments, Map<String, Long> liveBytes, Segments directories) {
      return segments;
    }

    @Override
    public int level() {
      return Block.SMALL;
    }
  }

  /** Those that name what was erased, so that afterwards none does. */
  record Mentioning(Set<Deed.Erasure> erasures) implements Merge {
    @Override
    public List<SegmentRef> choose(
        List<SegmentRef> segments, Map<String, Long> liveBytes, Segments directories) {
      return segments.stream().filter(segment -> names(directories.open(segment).lines())).toList();
    }

    private boolean names(Iterator<Line> lines) {
      return new Filtered(lines, line -> names(line.id())).hasNext();
    }

    private boolean names(RecordId id) {
      return erasures.stream().anyMatch(erasure -> erasure.isAbout(id));
    }

    @Override
    public boolean keeps(RecordId removed) {
      // No older segment that is kept names it, so that it cannot come back from one.
      return !names(removed);
    }
  }
}
