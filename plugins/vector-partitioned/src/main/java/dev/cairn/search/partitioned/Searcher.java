package dev.cairn.search.partitioned;

import dev.cairn.search.IdFilter;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Searches, with the memory that a search needs besides the index. Not thread-safe. */
final class Searcher {
  /** Codes whose estimates are made at once: they stay in the nearest cache. */
  static final int TILE = 512;

  private static final int SLACK = 8;

  /** Above this share it costs more to look up the slots of ids than to ask about candidates. */
  private static final double DIRECT_SHARE = 0.05;

  /** A guess by some rows pays for so many times as many. */
  private static final int LEAST_GUESSED = 4;

  /** Guesses that are too good cost a second look at all rows. */
  private static final double GUESSED_SHARE = 1.5;

  private static final int DIRECT_ROWS = 256;
  private static final int SAMPLE = 128;

  private final Frame frame;
  private final CodedQuery query;
  private final Candidates candidates = new Candidates();
  private final Centroids.Order order;
  private final CentroidRanking ranking;
  private final float[] estimates = tileOfEstimates();
  private final Tunings tunings;
  private final ChosenCache chosen;
  private int seen;

  /** Kept so that what is touched is not left out as unused. */
  private int unusedBytes;

  /** Searches with the efforts of the formula alone. */
  Searcher(Frame frame) {
    this(frame, (recall, lists) -> Optional.empty(), new ChosenCache());
  }

  Searcher(Frame frame, Tunings tunings, ChosenCache chosen) {
    this.frame = frame;
    this.tunings = tunings;
    this.chosen = chosen;
    query = new CodedQuery(frame);
    order = Centroids.Order.ofSearch(frame.space().metric());
    ranking = new CentroidRanking(frame, order);
  }

  /** What was learned for a recall with so many partitions. */
  @FunctionalInterface
  interface Tunings {
    Optional<Tuning> of(double recall, int lists);
  }

  /** The rows that the last search saw. */
  int seen() {
    return seen;
  }

  static float[] tileOfEstimates() {
    return new float[TILE + Kernels.BLOCK];
  }

  List<ScoredId> search(Phase phase, float[] vector, int k, IdFilter filter, SearchHints hints) {
    return switch (phase) {
      case Young young -> {
        float[] rotated = new float[frame.length()];
        frame.rotate(vector, rotated);
        yield young.search(rotated, k, filter);
      }
      case Grown grown -> search(grown, vector, k, filter, hints);
    };
  }

  private List<ScoredId> search(
      Grown grown, float[] vector, int k, IdFilter filter, SearchHints hints) {
    Rows rows = grown.rows();
    int count = rows.count();
    seen = count;
    if (count == 0) {
      return List.of();
    }
    query.prepare(vector, rows.centre());
    if (filter instanceof IdFilter.Among among) {
      boolean isDirect = among.ids().size() <= Math.max(DIRECT_ROWS, DIRECT_SHARE * count);
      Optional<ChosenSlots> known = chosen.of(among, rows, count);
      if (isDirect) {
        int[] slots =
            known
                .map(found -> found.slots(rows, count))
                .orElseGet(() -> Acceptance.slots(rows, count, among.ids()));
        return compare(rows, slots, k);
      }
      if (known.isPresent()) {
        ChosenSlots slots = known.get();
        double passing = Math.max(0.5, slots.slots().length) / Math.max(1, slots.upTo());
        return search(grown, count, k, slot -> slots.accepts(rows, slot, count), passing, hints);
      }
    }
    Acceptance acceptance = Acceptance.of(rows, count, filter);
    double passing = filter instanceof IdFilter.All ? 1 : passingOf(acceptance, count);
    return search(grown, count, k, acceptance, passing, hints);
  }

  /** Estimates what share of the rows a condition accepts; never none. */
  private static double passingOf(Acceptance acceptance, int count) {
    int accepted = 0;
    int sample = Math.min(SAMPLE, count);
    for (int i = 0; i < sample; i++) {
      if (acceptance.accepts((int) ((long) i * count / sample))) {
        accepted++;
      }
    }
    return Math.max(accepted, 0.5) / sample;
  }

  private List<ScoredId> search(
      Grown grown, int count, int k, Acceptance acceptance, double passing, SearchHints hints) {
    Rows rows = grown.rows();
    Partitions partitions = grown.partitions();
    int lists = partitions.lists().length;
    Effort effort = Effort.of(k, hints.recall(), frame.space().dimensions(), lists);
    Optional<Tuning> tuning = tunings.of(hints.recall(), lists);
    if (tuning.isPresent()) {
      effort = effort.tuned(tuning.get(), lists);
    }
    if (passing < 1) {
      effort = effort.forFilter(passing, lists);
    }
    if (hints.recall() == 1 || effort.depth() >= passing * count / 2) {
      return compareAll(rows, count, acceptance, k);
    }
    List<ScoredId> hits = search(grown, count, k, acceptance, effort);
    // The partitions searched may hold too few that are accepted: no hit that exists is left out.
    return hits.size() < k && effort.probes() < lists
        ? compareAll(rows, count, acceptance, k)
        : hits;
  }

  private List<ScoredId> search(
      Grown grown, int count, int k, Acceptance acceptance, Effort effort) {
    Rows rows = grown.rows();
    Partitions partitions = grown.partitions();
    if (partitions.isEmpty()) {
      scanAll(rows, count, effort.depth(), acceptance);
    } else {
      candidates.reset(effort.depth());
      scanLists(partitions, effort, acceptance);
      scanRows(rows, partitions.sealed(), count, acceptance);
    }
    candidates.shrink(frame.kernels());
    unusedBytes += rows.touch(candidates);
    for (int i = 0; i < candidates.held(); i++) {
      candidates.setScore(i, rows.key(query, candidates.number(i)));
    }
    return finish(rows, k);
  }

  /** Searches all with a given effort. */
  List<ScoredId> search(Grown grown, float[] vector, int k, Effort effort) {
    Rows rows = grown.rows();
    int count = rows.count();
    query.prepare(vector, rows.centre());
    return search(grown, count, k, Acceptance.living(rows, count), effort);
  }

  /** The best of the rows below {@code count} by comparing all of them. */
  List<ScoredId> exact(Grown grown, int count, float[] vector, int k) {
    Rows rows = grown.rows();
    query.prepare(vector, rows.centre());
    return compareAll(rows, count, Acceptance.living(rows, count), k);
  }

  private void scanLists(Partitions partitions, Effort effort, Acceptance acceptance) {
    Centroids centroids = partitions.centroids();
    Candidates nearest = near(partitions, effort);
    for (int i = 0; i < nearest.held(); i++) {
      unusedBytes += partitions.lists()[nearest.number(i)].touch();
    }
    for (int i = 0; i < nearest.held(); i++) {
      int centroid = nearest.number(i);
      float shift = centroids.product(query, order, centroid, nearest.score(i));
      PostingList list = partitions.lists()[centroid];
      int[] slots = list.slots();
      scan(
          list.codes(),
          list.biases(),
          0,
          list.count(),
          shift,
          position ->
              position < slots.length && acceptance.accepts(slots[position])
                  ? slots[position]
                  : -1);
    }
  }

  /** The partitions to search. They hold at least as many rows as are wanted, if there are. */
  private Candidates near(Partitions partitions, Effort effort) {
    int count = partitions.lists().length;
    // No length would make nothing of a margin without bound.
    float scale = order == Centroids.Order.PRODUCT ? Math.max(query.length(), Float.MIN_NORMAL) : 1;
    int usual = effort.probes();
    while (true) {
      float margin = scale * partitions.margins().of(usual, count);
      Candidates nearest = ranking.near(query, partitions.centroids(), margin, usual);
      int entries = 0;
      for (int i = 0; i < nearest.held(); i++) {
        entries += partitions.lists()[nearest.number(i)].count();
      }
      if (entries >= effort.depth() || usual >= count) {
        return nearest;
      }
      usual = Math.min(count, 2 * usual);
    }
  }

  /**
   * Guesses from the first rows how near candidates will be, so that few of the others are taken
   * that go again, and looks at all again if the guess was too good.
   */
  private void scanAll(Rows rows, int count, int depth, Acceptance acceptance) {
    int first = Chunk.SLOTS;
    if (count >= LEAST_GUESSED * first) {
      candidates.reset((int) (GUESSED_SHARE * depth * first / count) + SLACK);
      scanRows(rows, 0, first, acceptance);
      candidates.shrink(frame.kernels());
      candidates.want(depth);
      scanRows(rows, first, count, acceptance);
      if (candidates.held() >= depth) {
        return;
      }
    }
    candidates.reset(depth);
    scanRows(rows, 0, count, acceptance);
  }

  private void scanRows(Rows rows, int from, int to, Acceptance acceptance) {
    for (int first = from / Chunk.SLOTS * Chunk.SLOTS; first < to; first += Chunk.SLOTS) {
      Chunk chunk = rows.chunk(first);
      int base = first;
      scan(
          chunk.codes(),
          chunk.biases(),
          Math.max(from - first, 0),
          Math.min(to - first, Chunk.SLOTS),
          0,
          position -> {
            int slot = base + position;
            return slot >= from && slot < to && acceptance.accepts(slot) ? slot : -1;
          });
    }
  }

  private void scan(
      Codes codes, float[] biases, int from, int to, float shift, Candidates.Numbering numbering) {
    Kernels kernels = frame.kernels();
    int first = from / Kernels.BLOCK * Kernels.BLOCK;
    if (biases.length == 0) {
      candidates.scan(kernels, query, codes, first, to, shift, numbering);
      return;
    }
    for (int start = first; start < to; start += TILE) {
      int end = Math.min(to, start + TILE);
      kernels.estimate(query, codes, start, end, estimates);
      for (int i = start; i < end; i++) {
        estimates[i - start] += biases[i];
      }
      candidates.take(kernels, estimates, end - start, shift, start, numbering);
    }
  }

  private List<ScoredId> compareAll(Rows rows, int count, Acceptance acceptance, int k) {
    candidates.reset(Math.min(depthOf(k), count));
    for (int slot = 0; slot < count; slot++) {
      if (acceptance.accepts(slot)) {
        candidates.add(rows.key(query, slot), slot);
      }
    }
    return finish(rows, k);
  }

  private List<ScoredId> compare(Rows rows, int[] slots, int k) {
    candidates.reset(Math.min(depthOf(k), Math.max(1, slots.length)));
    for (int slot : slots) {
      candidates.add(rows.key(query, slot), slot);
    }
    return finish(rows, k);
  }

  /** Some more than wanted, since finer keys change the order. */
  private static int depthOf(int k) {
    return (int) Math.min((long) k + SLACK, Integer.MAX_VALUE / 8);
  }

  /** Turns the best candidates, whose scores are the keys of their rows, into hits. */
  private List<ScoredId> finish(Rows rows, int k) {
    candidates.keepWithEquals(depthOf(k));
    for (int i = 0; i < candidates.held(); i++) {
      candidates.setScore(i, rows.exactKey(query, candidates.number(i)));
    }
    candidates.keepWithEquals(k);
    List<ScoredId> hits = new ArrayList<>(candidates.held());
    for (int i = 0; i < candidates.held(); i++) {
      hits.add(new ScoredId(rows.id(candidates.number(i)), query.score(candidates.score(i))));
    }
    hits.sort(ScoredId.BEST_FIRST);
    return List.copyOf(hits.size() > k ? hits.subList(0, k) : hits);
  }
}
