package dev.cairn.s3.log;

import dev.cairn.s3.log.LogState.Group;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics.Count;
import java.util.Iterator;
import java.util.Map;

/** Counts the records of a directory as they pass, group after group. Not thread-safe. */
final class Tally implements Iterator<Line> {
  private final Iterator<Line> lines;
  private final Map<Group, Count> counts;
  private RecordId last = Directory.FIRST;
  private long records;
  private long bytes;

  /**
   * @param lines of records that are there, in order
   * @param counts gets what was counted, whole when the lines have ended
   */
  Tally(Iterator<Line> lines, Map<Group, Count> counts) {
    this.lines = lines;
    this.counts = counts;
  }

  @Override
  public boolean hasNext() {
    boolean more = lines.hasNext();
    if (!more) {
      endGroup();
    }
    return more;
  }

  @Override
  public Line next() {
    Line line = lines.next();
    RecordId id = line.id();
    if (!id.partition().equals(last.partition())
        || !id.kind().equals(last.kind())
        || !id.namespace().equals(last.namespace())) {
      endGroup();
    }
    last = id;
    records++;
    bytes += line.entry().orElseThrow().size();
    return line;
  }

  private void endGroup() {
    if (records > 0) {
      counts.put(Group.of(last), new Count(records, bytes));
      records = 0;
      bytes = 0;
    }
  }
}
