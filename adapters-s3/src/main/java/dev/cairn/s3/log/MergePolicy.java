package dev.cairn.s3.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which segments a checkpoint merges into its new one. */
enum MergePolicy {
  /**
   * Newest first as long as a segment is not much larger than what is merged already, so that there
   * are few segments and a record is rewritten a few times only; and those that are mostly dead.
   */
  BY_SIZE {
    @Override
    List<SegmentRef> choose(List<SegmentRef> segments, Map<String, Long> liveBytes) {
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
  },

  /** All, so that the new segment has the live records and nothing else. */
  ALL {
    @Override
    List<SegmentRef> choose(List<SegmentRef> segments, Map<String, Long> liveBytes) {
      return segments;
    }
  };

  private static final long FACTOR = 4;
  private static final long MAX_BYTES = 256L << 20;

  /**
   * @param segments oldest first
   * @param liveBytes the bytes of each segment's payloads that are still records, by key; under ""
   *     those that no segment has
   */
  abstract List<SegmentRef> choose(List<SegmentRef> segments, Map<String, Long> liveBytes);

  boolean evenIfLittleChanged() {
    return this == ALL;
  }
}
