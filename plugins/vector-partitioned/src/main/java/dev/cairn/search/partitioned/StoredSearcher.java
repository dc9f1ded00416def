package dev.cairn.search.partitioned;

import dev.cairn.search.IdFilter;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** One search of a published index: its nearest lists, then the best rows of those. */
final class StoredSearcher {
  /** How much farther to look if what was looked at was not accepted. */
  private static final int WIDER = 4;

  private final Frame frame;
  private final StoredHead head;
  private final StoredReader reader;
  private final CodedQuery query;
  private final Centroids.Order order;
  private final Candidates candidates = new Candidates();
  private final float[] estimates = Searcher.tileOfEstimates();

  StoredSearcher(Frame frame, StoredHead head, StoredReader reader) {
    this.frame = frame;
    this.head = head;
    this.reader = reader;
    query = new CodedQuery(frame);
    order = Centroids.Order.ofSearch(frame.space().metric());
  }

  /**
   * @param isOutdated tells ids whose rows are not true any more
   */
  List<ScoredId> search(
      float[] vector, int k, IdFilter filter, Predicate<String> isOutdated, SearchHints hints) {
    query.prepare(vector, head.centre());
    int lists = head.lists().size();
    Effort effort =
        StoredEffort.of(k, hints.recall(), frame.space().dimensions(), lists, reader.isInMemory());
    IntPredicate mayMatch = hash -> true;
    if (filter instanceof IdFilter.Among among) {
      Set<Integer> hashes = hashes(among.ids());
      mayMatch = hashes::contains;
      effort = new Effort(effort.depth(), lists);
    }
    if (hints.recall() == 1) {
      effort = new Effort(Math.max(effort.depth(), head.rows()), lists);
    }
    Predicate<String> isWanted = id -> !isOutdated.test(id) && filter.accepts(id);
    long mostBytes = StoredEffort.bytes(hints.recall());
    while (true) {
      long affordable = effort.probes() == lists ? Long.MAX_VALUE : mostBytes;
      List<Entry> entries = candidates(effort, mayMatch, affordable);
      List<ScoredId> hits = compare(entries, k, isWanted, affordable);
      boolean isAll = effort.probes() == lists && entries.size() < effort.depth();
      if (hits.size() == k || isAll) {
        return hits;
      }
      mostBytes = Math.min(WIDER * mostBytes, Long.MAX_VALUE / WIDER);
      effort =
          new Effort(
              (int) Math.min((long) WIDER * effort.depth(), Integer.MAX_VALUE / 8),
              Math.min(WIDER * effort.probes(), lists));
    }
  }

  private static Set<Integer> hashes(Set<String> ids) {
    Set<Integer> hashes = new HashSet<>();
    for (String id : ids) {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      hashes.add(StoredList.crc(bytes, 0, bytes.length));
    }
    return hashes;
  }

  /** A row that may be near, by its code. */
  private record Entry(float estimate, long place) {}

  private List<Entry> candidates(Effort effort, IntPredicate mayMatch, long mostBytes) {
    Candidates nearest = new Candidates();
    rank(effort.probes(), nearest);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < nearest.held(); i++) {
      numbers.add(nearest.number(i));
    }
    NavigableMap<Integer, StoredList> lists = reader.lists(numbers, mostBytes);
    candidates.reset(effort.depth());
    int base = 0;
    List<Integer> bases = new ArrayList<>();
    List<StoredList> scanned = new ArrayList<>();
    for (Map.Entry<Integer, StoredList> entry : lists.entrySet()) {
      StoredList list = entry.getValue();
      bases.add(base);
      scanned.add(list);
      scan(list, head.centroids().product(query, entry.getKey()), base, mayMatch);
      base = Math.addExact(base, list.count());
    }
    candidates.shrink(frame.kernels());
    List<Entry> entries = new ArrayList<>(candidates.held());
    for (int i = 0; i < candidates.held(); i++) {
      int number = candidates.number(i);
      int at = at(bases, number);
      entries.add(new Entry(candidates.score(i), scanned.get(at).places()[number - bases.get(at)]));
    }
    entries.sort(Comparator.comparingDouble(Entry::estimate).reversed());
    return entries;
  }

  /** The last list that starts at or before an entry. */
  private static int at(List<Integer> bases, int number) {
    int low = 0;
    int high = bases.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (bases.get(middle) <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The nearest lists, best first. */
  private void rank(int probes, Candidates nearest) {
    nearest.reset(probes);
    for (int list = 0; list < head.lists().size(); list++) {
      nearest.add(head.centroids().score(query, order, list), list);
    }
    nearest.keep(probes);
    nearest.bringForward(probes);
  }

  private void scan(StoredList list, float shift, int base, IntPredicate mayMatch) {
    for (int start = 0; start < list.count(); start += Searcher.TILE) {
      int end = Math.min(list.count(), start + Searcher.TILE);
      frame.kernels().estimate(query, list.codes(), start, end, estimates);
      for (int i = start; i < end && frame.isEuclidean(); i++) {
        estimates[i - start] += list.biases()[i];
      }
      candidates.take(
          frame.kernels(),
          estimates,
          end - start,
          shift,
          start,
          position -> mayMatch.test(list.hashes()[position]) ? base + position : -1);
    }
  }

  private List<ScoredId> compare(
      List<Entry> entries, int k, Predicate<String> isWanted, long mostBytes) {
    List<Long> places = entries.stream().map(Entry::place).toList();
    List<ScoredId> hits = new ArrayList<>();
    for (StoredRow row : reader.rows(places, mostBytes).values()) {
      if (isWanted.test(row.id())) {
        float product = frame.kernels().dot(query.rotated(), row.steps(), 0, frame.length());
        hits.add(new ScoredId(row.id(), query.score(product * row.scale() + row.bias())));
      }
    }
    hits.sort(ScoredId.BEST_FIRST);
    return List.copyOf(hits.size() > k ? hits.subList(0, k) : hits);
  }
}
