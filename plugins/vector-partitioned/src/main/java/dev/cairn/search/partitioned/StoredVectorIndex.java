package dev.cairn.search.partitioned;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.IdFilter;
import dev.cairn.search.IndexMemory;
import dev.cairn.search.RestoreOutcome;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.StoredBlocks;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorSource;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An index that is searched where it was published, and beside it the tail: what was put and
 * removed since, in memory. Thread-safe.
 *
 * <p>Whether the published part holds an id is not known without reading it, so {@link #remove}
 * says yes for every id that was not removed before, and {@link #size} counts a published vector
 * that was replaced twice.
 */
final class StoredVectorIndex implements VectorIndex {
  private static final Logger log = System.getLogger(StoredVectorIndex.class.getName());
  private static final int SEARCHES_OF_A_VISITOR = 8;

  private final Frame frame;
  private final StoredHead head;
  private final StoredReader reader;
  private final VectorIndex tail;
  private final Executor ahead;
  private final AtomicInteger searches = new AtomicInteger();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  private StoredVectorIndex(
      Frame frame, StoredHead head, StoredReader reader, VectorIndex tail, Executor ahead) {
    this.ahead = ahead;
    this.frame = frame;
    this.head = head;
    this.reader = reader;
    this.tail = tail;
  }

  /**
   * Reads the head.
   *
   * @param tails makes the index of what comes later
   * @param mostBytes to be kept of what is read
   * @param ahead reads what later searches will want
   */
  static StoredVectorIndex open(
      StoredBlocks blocks, Kernels kernels, Tails tails, long mostBytes, Executor ahead) {
    int last = blocks.lengths().size() - 1;
    byte[] object = blocks.readWhole(last);
    StoredHead head = StoredHead.decode(object, blocks, kernels);
    Frame frame = new Frame(head.space(), kernels);
    Optional<byte[]> only = last == 0 ? Optional.of(object) : Optional.empty();
    StoredReader reader = new StoredReader(frame, blocks, head, only, mostBytes);
    return new StoredVectorIndex(frame, head, reader, tails.create(frame), ahead);
  }

  /** Makes an empty index of a frame. */
  @FunctionalInterface
  interface Tails {
    VectorIndex create(Frame frame);
  }

  @Override
  public VectorSpace space() {
    return head.space();
  }

  @Override
  public void put(String id, float[] vector) {
    tail.put(id, vector);
    // Last: a search in between finds the old vector or both, and never neither.
    changed.add(id);
  }

  @Override
  public boolean remove(String id) {
    boolean isNew = changed.add(id);
    return tail.remove(id) || isNew;
  }

  @Override
  public List<ScoredId> search(float[] query, int k, IdFilter filter, SearchHints hints) {
    VectorIndex.checkCount(k);
    head.space().check(query);
    requireNonNull(filter, "filter");
    readAheadIfBusy();
    // The published part first: what is replaced meanwhile is then found in the tail too.
    List<ScoredId> published =
        new StoredSearcher(frame, head, reader).search(query, k, filter, changed::contains, hints);
    List<ScoredId> later = tail.search(query, k, filter, hints);
    if (later.isEmpty()) {
      return published;
    }
    List<ScoredId> hits = new ArrayList<>(later);
    Set<String> newer = new HashSet<>();
    later.forEach(hit -> newer.add(hit.id()));
    published.stream().filter(hit -> !newer.contains(hit.id())).forEach(hits::add);
    hits.sort(ScoredId.BEST_FIRST);
    return List.copyOf(hits.size() > k ? hits.subList(0, k) : hits);
  }

  /** One who searches again and again shall wait for rows alone. */
  private void readAheadIfBusy() {
    if (searches.incrementAndGet() == SEARCHES_OF_A_VISITOR) {
      ahead.execute(
          () -> {
            try {
              reader.readAllLists();
            } catch (StorageException | UnusableSnapshotException failed) {
              log.log(Level.DEBUG, "Lists are read as they are needed", failed);
            }
          });
    }
  }

  @Override
  public int size() {
    int removed = changed.size() - tail.size();
    return Math.max(0, head.rows() - removed) + tail.size();
  }

  @Override
  public IndexMemory memory() {
    IndexMemory later = tail.memory();
    return new IndexMemory(
        later.vectors() + reader.keptBytes() + head.bytes(),
        later.ids() + changed.stream().mapToLong(id -> 88L + id.length()).sum());
  }

  @Override
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    lines.add("loops: " + frame.kernels().name());
    lines.add(
        "published: %d vectors in %d lists, searched where they are kept"
            .formatted(head.rows(), head.lists().size()));
    lines.add("since: %d put, %d removed".formatted(tail.size(), changed.size() - tail.size()));
    lines.add(reader.describe());
    tail.explain().forEach(line -> lines.add("since: " + line));
    return List.copyOf(lines);
  }

  /** Refuses: what is published needs no snapshot. */
  @Override
  public void save(OutputStream out) {
    throw new UnsupportedOperationException("A published index is not saved again.");
  }

  /** Refuses: it is never empty. */
  @Override
  public RestoreOutcome restore(InputStream snapshot, VectorSource source) throws IOException {
    throw new IllegalStateException("Only an empty index can be restored, not a published one.");
  }

  @Override
  public void close() {
    tail.close();
  }
}
