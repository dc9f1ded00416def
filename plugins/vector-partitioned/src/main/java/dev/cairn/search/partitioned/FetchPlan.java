package dev.cairn.search.partitioned;

import dev.cairn.search.BlockRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads ranges that lie near each other with one request. */
final class FetchPlan {
  /** So many bytes are read faster than another request is sent. */
  private static final long FREE_GAP = 16 << 10;

  /** The longest that is asked for at once. */
  private static final long MAX_LENGTH = 16 << 20;

  private FetchPlan() {}

  /**
   * Joins ranges across the smallest gaps, until so many are left or no more can be joined.
   *
   * @param wanted in the order in which they lie, none overlapping another
   */
  static List<BlockRange> join(List<BlockRange> wanted, int most) {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < wanted.size(); i++) {
      gaps.add(gap(wanted.get(i - 1), wanted.get(i)));
    }
    List<Long> largestFirst = gaps.stream().sorted(Comparator.reverseOrder()).toList();
    long bridged =
        largestFirst.size() < most ? FREE_GAP : Math.max(FREE_GAP, largestFirst.get(most - 1));
    List<BlockRange> joined = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      BlockRange next = wanted.get(i);
      BlockRange last = joined.isEmpty() ? next : joined.getLast();
      boolean isNear =
          next.object() == last.object()
              && i > 0
              && gaps.get(i - 1) <= bridged
              && next.end() - last.offset() <= MAX_LENGTH;
      if (isNear) {
        joined.removeLast();
        joined.add(
            new BlockRange(
                last.object(), last.offset(), Math.toIntExact(next.end() - last.offset())));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static long gap(BlockRange before, BlockRange after) {
    return before.object() == after.object() ? after.offset() - before.end() : Long.MAX_VALUE;
  }
}
