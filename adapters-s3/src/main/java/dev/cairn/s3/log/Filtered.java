package dev.cairn.s3.log;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines of a directory that are wanted; each is asked about once. */
final class Filtered implements Iterator<Line> {
  private final Iterator<Line> lines;
  private final Predicate<Line> wanted;
  private Optional<Line> next;

  Filtered(Iterator<Line> lines, Predicate<Line> wanted) {
    this.lines = lines;
    this.wanted = wanted;
    this.next = read();
  }

  private Optional<Line> read() {
    while (lines.hasNext()) {
      Line line = lines.next();
      if (wanted.test(line)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public Line next() {
    Line line = next.orElseThrow(NoSuchElementException::new);
    next = read();
    return line;
  }
}
