package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the segment of a snapshot, from memory and from the segments that it merges. */
final class SegmentBuild {
  /** Records whose payloads are read together. */
  private static final int READ_TOGETHER = 4_096;

  private final Segments segments;
  private final SegmentWriter writer = new SegmentWriter();

  SegmentBuild(Segments segments) {
    this.segments = segments;
  }

  SegmentWriter.Built build(Snapshot snapshot, String key) {
    List<Map.Entry<RecordId, Optional<Entry>>> together = new ArrayList<>();
    for (Map.Entry<RecordId, Optional<Entry>> line : snapshot.lines().entrySet()) {
      together.add(line);
      if (together.size() == READ_TOGETHER) {
        copy(together);
      }
    }
    copy(together);
    return writer.build(key);
  }

  private void copy(List<Map.Entry<RecordId, Optional<Entry>>> lines) {
    List<Place.InSegment> places = new ArrayList<>();
    for (Map.Entry<RecordId, Optional<Entry>> line : lines) {
      line.getValue()
          .filter(entry -> entry.place() instanceof Place.InSegment)
          .ifPresent(entry -> places.add((Place.InSegment) entry.place()));
    }
    segments.prefetch(places);
    for (Map.Entry<RecordId, Optional<Entry>> line : lines) {
      Optional<Entry> entry = line.getValue();
      if (entry.isPresent()) {
        writer.add(line.getKey(), entry.get().version(), segments.payload(entry.get()));
      } else {
        writer.remove(line.getKey());
      }
    }
    lines.clear();
  }
}
