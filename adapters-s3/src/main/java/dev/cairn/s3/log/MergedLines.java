package dev.cairn.s3.log;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Several directories as one, in order of ids; a line of a later one overrides earlier ones. */
final class MergedLines implements Iterator<Line> {
  private static final Comparator<Source> ORDER =
      Comparator.comparing((Source source) -> source.next.id())
          .thenComparing(source -> -source.rank);

  private final PriorityQueue<Source> sources = new PriorityQueue<>(ORDER);

  private static final class Source {
    private final Iterator<Line> lines;
    private final int rank;
    private Line next;

    Source(Iterator<Line> lines, int rank) {
      this.lines = lines;
      this.rank = rank;
      this.next = lines.next();
    }
  }

  /**
   * @param directories oldest first, each in order of its ids
   */
  MergedLines(List<Iterator<Line>> directories) {
    for (int i = 0; i < directories.size(); i++) {
      if (directories.get(i).hasNext()) {
        sources.add(new Source(directories.get(i), i));
      }
    }
  }

  @Override
  public boolean hasNext() {
    return !sources.isEmpty();
  }

  @Override
  public Line next() {
    Line newest = take();
    while (!sources.isEmpty() && sources.element().next.id().equals(newest.id())) {
      take();
    }
    return newest;
  }

  private Line take() {
    Source first = sources.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    Line line = first.next;
    if (first.lines.hasNext()) {
      first.next = first.lines.next();
      sources.add(first);
    }
    return line;
  }
}
