package dev.cairn.s3.log;

import dev.cairn.s3.log.LogState.Group;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All records: those of segments packed, and what changed since in a map above them. Not
 * thread-safe.
 */
final class Directory {
  /** So many changes may lie above the packed lines, and a quarter of those. */
  private static final int FEW = 20_000;

  /** No id sorts before it. */
  static final RecordId FIRST = new RecordId("\u0001", "\u0001", "", "\u0001");

  private final TreeMap<RecordId, Optional<Entry>> recent;
  private PackedLines packed;

  Directory() {
    this(new TreeMap<>(), PackedLines.EMPTY);
  }

  private Directory(TreeMap<RecordId, Optional<Entry>> recent, PackedLines packed) {
    this.recent = recent;
    this.packed = packed;
  }

  /** A copy that costs as much as what changed since records were packed. */
  Directory copy() {
    return new Directory(new TreeMap<>(recent), packed);
  }

  @Nullable Entry get(RecordId id) {
    Optional<Entry> changed = recent.get(id);
    return changed == null ? packed.get(id) : changed.orElse(null);
  }

  /** Sets what is known of a record, null if it is there no more; gives what was known. */
  @Nullable Entry put(RecordId id, @Nullable Entry after) {
    Optional<Entry> changed = recent.put(id, Optional.ofNullable(after));
    return changed == null ? packed.get(id) : changed.orElse(null);
  }

  /** The records that are there, from an id on, in order. */
  Iterator<Line> from(RecordId first) {
    return present(
        new MergedLines(List.of(packed.from(first), lines(recent.tailMap(first, true)))));
  }

  /** All records that are there, in order. */
  Iterator<Line> all() {
    return from(FIRST);
  }

  private static Iterator<Line> present(Iterator<Line> lines) {
    return new Filtered(lines, line -> line.entry().isPresent());
  }

  private static Iterator<Line> lines(Map<RecordId, Optional<Entry>> entries) {
    return entries.entrySet().stream()
        .map(entry -> new Line(entry.getKey(), entry.getValue()))
        .iterator();
  }

  /**
   * Starts from segments, if nothing is known yet.
   *
   * @param segments oldest first
   * @param counts gets the number and size of all records
   */
  void start(List<Segment.Opened> segments, Map<Group, Count> counts) {
    packed = PackedLines.of(new Tally(present(merged(segments)), counts));
  }

  private static Iterator<Line> merged(List<Segment.Opened> segments) {
    if (segments.size() == 1) {
      return segments.getFirst().lines();
    }
    List<Iterator<Line>> directories = new ArrayList<>();
    segments.forEach(segment -> directories.add(segment.lines()));
    return new MergedLines(directories);
  }

  /** Notes where records are now: those of these segments that are still what is there. */
  void move(List<Segment.Opened> segments) {
    long lines = segments.stream().mapToLong(Segment.Opened::count).sum();
    if (lines > FEW + packed.size() / 4) {
      pack(new Moved(all(), merged(segments)));
      return;
    }
    for (Segment.Opened segment : segments) {
      segment.lines().forEachRemaining(this::move);
    }
    if (recent.size() > FEW + packed.size() / 4) {
      pack(all());
    }
  }

  private void move(Line line) {
    Entry kept = get(line.id());
    if (kept != null && line.entry().filter(kept::isSameAs).isPresent()) {
      recent.put(line.id(), line.entry());
    }
  }

  private void pack(Iterator<Line> lines) {
    TreeMap<RecordId, Optional<Entry>> unpacked = new TreeMap<>();
    Iterator<Line> inSegments =
        new Filtered(
            lines,
            line -> {
              boolean here = line.entry().orElseThrow().place() instanceof Place.Here;
              if (here) {
                unpacked.put(line.id(), line.entry());
              }
              return !here;
            });
    packed = PackedLines.of(inSegments);
    recent.clear();
    recent.putAll(unpacked);
  }

  /** Records that are there, with the places that later lines give them. */
  private static final class Moved implements Iterator<Line> {
    private final Iterator<Line> records;
    private final Iterator<Line> places;
    private Optional<Line> place;

    Moved(Iterator<Line> records, Iterator<Line> places) {
      this.records = records;
      this.places = places;
      this.place = nextPlace();
    }

    private Optional<Line> nextPlace() {
      return places.hasNext() ? Optional.of(places.next()) : Optional.empty();
    }

    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public Line next() {
      Line record = records.next();
      while (place.isPresent() && place.get().id().compareTo(record.id()) < 0) {
        place = nextPlace();
      }
      boolean moved =
          place.isPresent()
              && place.get().id().equals(record.id())
              && place.get().entry().filter(record.entry().orElseThrow()::isSameAs).isPresent();
      return moved ? place.get() : record;
    }
  }
}
