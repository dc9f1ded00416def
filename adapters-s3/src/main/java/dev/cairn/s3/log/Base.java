package dev.cairn.s3.log;

import java.util.List;

/**
 * A checkpoint that a state leans on.
 *
 * @param key of its object
 */
record Base(String key, Checkpoint checkpoint) {

  long slot() {
    return checkpoint.slot();
  }

  List<SegmentRef> segments() {
    return checkpoint.segments();
  }

  /**
   * A checkpoint with the directories of its segments.
   *
   * @param segments in its order
   */
  record Opened(Base base, List<Segment.Opened> segments) {}
}
