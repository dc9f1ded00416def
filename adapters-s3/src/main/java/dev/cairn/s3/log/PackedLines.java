package dev.cairn.s3.log;

import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records of segments in order of their ids, in some thirty bytes each: pages of lines, of which an
 * id is written as what differs from the one before it. Immutable.
 */
final class PackedLines {
  static final int PAGE_LINES = 32;
  static final PackedLines EMPTY = new PackedLines(List.of(), new RecordId[0], new byte[0][], 0);

  private final List<Segment> segments;
  private final RecordId[] firsts;
  private final byte[][] pages;
  private final int size;

  private PackedLines(List<Segment> segments, RecordId[] firsts, byte[][] pages, int size) {
    this.segments = segments;
    this.firsts = firsts;
    this.pages = pages;
    this.size = size;
  }

  /**
   * Packs records of segments.
   *
   * @param lines in order, of records that are there and in a segment
   */
  static PackedLines of(Iterator<Line> lines) {
    Packer packer = new Packer();
    lines.forEachRemaining(packer::add);
    return packer.end();
  }

  int size() {
    return size;
  }

  @Nullable Entry get(RecordId id) {
    int page = pageOf(id);
    if (page < 0) {
      return null;
    }
    PackedPage lines = new PackedPage(firsts[page], pages[page], segments);
    while (lines.next()) {
      int order = lines.compareTo(id);
      if (order >= 0) {
        return order == 0 ? lines.entry() : null;
      }
    }
    return null;
  }

  /** The page that has the id if any has, -1 if all begin behind it. */
  private int pageOf(RecordId id) {
    int found = Arrays.binarySearch(firsts, id);
    return found >= 0 ? found : -found - 2;
  }

  /** The lines from an id on. */
  Iterator<Line> from(RecordId first) {
    return new Walk(first);
  }

  private final class Walk implements Iterator<Line> {
    private int page;
    private PackedPage lines;
    private Optional<Line> next;

    Walk(RecordId first) {
      page = Math.max(0, pageOf(first));
      lines = open();
      next = read();
      while (next.isPresent() && next.get().id().compareTo(first) < 0) {
        next = read();
      }
    }

    private PackedPage open() {
      return page < pages.length
          ? new PackedPage(firsts[page], pages[page], segments)
          : PackedPage.NONE;
    }

    private Optional<Line> read() {
      while (!lines.next()) {
        page++;
        if (page >= pages.length) {
          return Optional.empty();
        }
        lines = open();
      }
      return Optional.of(Line.of(lines.id(), lines.entry()));
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

  /** Builds the pages. */
  private static final class Packer {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<RecordId> firsts = new ArrayList<>();
    private final List<byte[]> pages = new ArrayList<>();
    private PackedPage.Writer page = new PackedPage.Writer();
    private int size;

    void add(Line line) {
      if (size % PAGE_LINES == 0) {
        endPage();
        firsts.add(sharing(line.id()));
      }
      Entry entry = line.entry().orElseThrow();
      page.add(line.id(), entry, numberOf(((Place.InSegment) entry.place()).segment()));
      size++;
    }

    private int numberOf(Segment segment) {
      return numbers.computeIfAbsent(
          segment.key(),
          key -> {
            segments.add(segment);
            return segments.size() - 1;
          });
    }

    /** The same id with the texts of the page before, where they are equal. */
    private RecordId sharing(RecordId id) {
      if (firsts.isEmpty()) {
        return id;
      }
      RecordId last = firsts.getLast();
      String namespace =
          id.namespace().equals(last.namespace()) ? last.namespace() : id.namespace();
      String kind = id.kind().equals(last.kind()) ? last.kind() : id.kind();
      String partition =
          id.partition().equals(last.partition()) ? last.partition() : id.partition();
      return new RecordId(namespace, kind, partition, id.id());
    }

    private void endPage() {
      if (size > 0) {
        pages.add(page.end());
        page = new PackedPage.Writer();
      }
    }

    PackedLines end() {
      endPage();
      return new PackedLines(
          List.copyOf(segments),
          firsts.toArray(new RecordId[0]),
          pages.toArray(new byte[0][]),
          size);
    }
  }
}
