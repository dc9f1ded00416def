package dev.cairn.s3.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Builds the segment of a snapshot, from memory and from the segments that it merges. */
final class SegmentBuild {
  /** Records whose payloads are read together. */
  private static final int READ_TOGETHER = 4_096;

  private final Segments segments;
  private final SegmentWriter writer;

  /**
   * @param level how hard to compress
   */
  SegmentBuild(Segments segments, int level) {
    this.segments = segments;
    this.writer = new SegmentWriter(level);
  }

  SegmentWriter.Built build(Iterator<Line> lines, String key) {
    List<Line> together = new ArrayList<>();
    while (lines.hasNext()) {
      together.add(lines.next());
      if (together.size() == READ_TOGETHER) {
        copy(together);
      }
    }
    copy(together);
    return writer.build(key);
  }

  private void copy(List<Line> lines) {
    List<Place.InSegment> places = new ArrayList<>();
    for (Line line : lines) {
      line.entry()
          .filter(entry -> entry.place() instanceof Place.InSegment)
          .ifPresent(entry -> places.add((Place.InSegment) entry.place()));
    }
    segments.prefetch(places);
    for (Line line : lines) {
      Optional<Entry> entry = line.entry();
      if (entry.isPresent()) {
        writer.add(line.id(), entry.get().version(), segments.payload(entry.get()));
      } else {
        writer.remove(line.id());
      }
    }
    lines.clear();
  }
}
