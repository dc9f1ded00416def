package dev.cairn.search.partitioned;

import dev.cairn.search.BlockRange;
import dev.cairn.search.StoredBlocks;
import dev.cairn.search.UnusableSnapshotException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads lists and rows of a published index, and keeps what was used last. Thread-safe. */
final class StoredReader {
  /** As many requests as one step of a search sends at once. */
  private static final int REQUESTS = 28;

  private static final int LISTS_AT_ONCE = 256;

  private final Frame frame;
  private final StoredBlocks blocks;
  private final StoredHead head;
  private final Optional<byte[]> only;
  private final long mostBytes;
  private final WeightedCache<Integer, StoredList> lists;
  private final WeightedCache<Long, StoredRow> rows;
  private final LongAdder requests = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /**
   * @param only the one object that there is, if there is one
   * @param mostBytes to be kept of lists, and a quarter of that of rows
   */
  StoredReader(
      Frame frame, StoredBlocks blocks, StoredHead head, Optional<byte[]> only, long mostBytes) {
    this.frame = frame;
    this.blocks = blocks;
    this.head = head;
    this.only = only;
    this.mostBytes = mostBytes;
    lists = new WeightedCache<>(mostBytes, StoredList::bytes);
    rows = new WeightedCache<>(mostBytes / 4, StoredRow::bytes);
  }

  /** Whether all came with the head. */
  boolean isInMemory() {
    return only.isPresent();
  }

  /** Reads all lists, in order, as long as they have room beside what is kept. */
  void readAllLists() {
    long all = head.lists().stream().mapToLong(StoredHead.ListRef::length).sum();
    if (isInMemory() || 2 * all > mostBytes) {
      return;
    }
    for (int from = 0; from < head.lists().size(); from += LISTS_AT_ONCE) {
      int to = Math.min(head.lists().size(), from + LISTS_AT_ONCE);
      lists(IntStream.range(from, to).boxed().toList());
    }
  }

  /** These lists, by their numbers. */
  Map<Integer, StoredList> lists(List<Integer> numbers) {
    Map<Integer, StoredList> found = new HashMap<>();
    List<Integer> missing = new ArrayList<>();
    for (int number : numbers) {
      Optional<StoredList> kept = lists.find(number);
      kept.ifPresentOrElse(list -> found.put(number, list), () -> missing.add(number));
    }
    missing.removeIf(number -> head.lists().get(number).entries() == 0);
    missing.sort(Comparator.naturalOrder());
    Ranges read = read(missing.stream().map(this::rangeOf).toList());
    for (int number : missing) {
      StoredHead.ListRef ref = head.lists().get(number);
      StoredList list =
          decode(
              read,
              rangeOf(number),
              part -> StoredList.decode(frame, ref, part.bytes(), part.from()));
      lists.put(number, list);
      found.put(number, list);
    }
    return found;
  }

  private BlockRange rangeOf(int list) {
    StoredHead.ListRef ref = head.lists().get(list);
    return new BlockRange(ref.object(), ref.offset(), ref.length());
  }

  /** The rows at these places. */
  Map<Long, StoredRow> rows(List<Long> places) {
    Map<Long, StoredRow> found = new HashMap<>();
    List<Long> missing = new ArrayList<>();
    for (long place : places) {
      Optional<StoredRow> kept = rows.find(place);
      kept.ifPresentOrElse(row -> found.put(place, row), () -> missing.add(place));
    }
    missing.sort(Comparator.naturalOrder());
    Ranges read = read(missing.stream().map(RowPlace::range).toList());
    for (long place : missing) {
      int size = RowPlace.length(place);
      StoredRow row =
          decode(
              read,
              RowPlace.range(place),
              part -> StoredRow.decode(part.bytes(), part.from(), size, frame.length()));
      rows.put(place, row);
      found.put(place, row);
    }
    return found;
  }

  /** What comes damaged is asked for once more: it may have been damaged on its way. */
  private <T> T decode(Ranges read, BlockRange range, Function<Part, T> decoder) {
    try {
      return decoder.apply(read.part(range));
    } catch (UnusableSnapshotException damaged) {
      if (isInMemory()) {
        throw damaged;
      }
      return decoder.apply(read(List.of(range)).part(range));
    }
  }

  private Ranges read(List<BlockRange> wanted) {
    if (wanted.isEmpty()) {
      return new Ranges(List.of(), List.of());
    }
    if (only.isPresent()) {
      byte[] whole = only.get();
      return new Ranges(List.of(new BlockRange(0, 0, whole.length)), List.of(whole));
    }
    List<BlockRange> joined = FetchPlan.join(wanted, REQUESTS);
    List<byte[]> answers = blocks.read(joined);
    requests.add(joined.size());
    answers.forEach(answer -> bytes.add(answer.length));
    return new Ranges(joined, answers);
  }

  private record Part(byte[] bytes, int from) {}

  /** What was read, in the order in which it lies. */
  private record Ranges(List<BlockRange> ranges, List<byte[]> answers) {

    Part part(BlockRange wanted) {
      int low = 0;
      int high = ranges.size() - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (isBehind(ranges.get(middle), wanted)) {
          high = middle - 1;
        } else {
          low = middle;
        }
      }
      BlockRange range = ranges.get(low);
      if (wanted.object() != range.object() || wanted.end() > range.end()) {
        throw new UnusableSnapshotException(
            "The published index is damaged: it names bytes that are not there.");
      }
      return new Part(answers.get(low), (int) (wanted.offset() - range.offset()));
    }

    private static boolean isBehind(BlockRange range, BlockRange wanted) {
      return range.object() > wanted.object()
          || range.object() == wanted.object() && range.offset() > wanted.offset();
    }
  }

  long keptBytes() {
    return lists.bytes() + rows.bytes() + only.map(object -> object.length).orElse(0);
  }

  String describe() {
    return "%d requests and %d bytes read, %d of %d lists and %d rows in memory (%d bytes)"
        .formatted(
            requests.sum(),
            bytes.sum(),
            lists.size(),
            head.lists().size(),
            rows.size(),
            keptBytes());
  }
}
