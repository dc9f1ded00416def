package dev.cairn.search.partitioned;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.BlockSink;
import dev.cairn.search.IdFilter;
import dev.cairn.search.IndexMemory;
import dev.cairn.search.RestoreOutcome;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorSource;
import dev.cairn.search.VectorSpace;
import dev.cairn.search.WatchedRecall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The index: full precision while it is young, quantised rows then, partitions once they are many.
 * Writers take turns; a search takes what {@link #phase} holds and neither waits nor is waited for.
 */
final class PartitionedVectorIndex implements VectorIndex {
  /** Enough vectors to know their centre, and few enough to compare with all of them. */
  static final int YOUNG = 256;

  private final Frame frame;
  private final PartitionedConfig config;
  private final ReentrantLock writing = new ReentrantLock();
  private final Upkeep upkeep;
  private final RecallWatch watch;
  private final ArrayBlockingQueue<Searcher> searchers =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());
  private final ChosenCache chosen = new ChosenCache();
  private volatile Phase phase;

  /**
   * @param executor runs the upkeep and the comparisons, one task after the other
   */
  PartitionedVectorIndex(
      Frame frame, PartitionedConfig config, Executor executor, SpareTime spare) {
    this.frame = frame;
    this.config = config;
    phase = Young.empty(frame);
    upkeep = new Upkeep(this, config, executor);
    watch = new RecallWatch(frame, config.learns(), executor, spare);
  }

  @Override
  public VectorSpace space() {
    return frame.space();
  }

  @Override
  public void put(String id, float[] vector) {
    requireNonNull(id, "id");
    float[] copy = vector.clone();
    frame.space().check(copy);
    float[] rotated = new float[frame.length()];
    frame.rotate(copy, rotated);
    writing.lock();
    try {
      switch (phase) {
        case Young young -> {
          young.vectors().put(id, rotated);
          if (young.size() > YOUNG) {
            phase = grown(young);
          }
        }
        case Grown grown -> grown.rows().put(id, rotated);
      }
    } finally {
      writing.unlock();
    }
    upkeep.considerAfterWrite();
  }

  private Grown grown(Young young) {
    Rows rows =
        Rows.create(frame, young.mean(), config.isExact(), 2 * young.size(), new Residence(config));
    // Sorted, so that the same puts give the same slots.
    new TreeMap<>(young.vectors()).forEach(rows::put);
    return new Grown(rows, Partitions.none(frame));
  }

  @Override
  public boolean remove(String id) {
    boolean removed;
    writing.lock();
    try {
      removed =
          switch (phase) {
            case Young young -> young.vectors().remove(id) != null;
            case Grown grown -> grown.rows().remove(id);
          };
    } finally {
      writing.unlock();
    }
    upkeep.considerAfterWrite();
    return removed;
  }

  @Override
  public List<ScoredId> search(float[] query, int k, IdFilter filter, SearchHints hints) {
    VectorIndex.checkCount(k);
    frame.space().check(query);
    requireNonNull(filter, "filter");
    Searcher pooled = searchers.poll();
    Searcher searcher = pooled == null ? new Searcher(frame, watch::tuning, chosen) : pooled;
    Phase current = phase;
    List<ScoredId> hits = searcher.search(current, query, k, filter, hints);
    if (current instanceof Grown grown && filter instanceof IdFilter.All && watch.wants(k, hints)) {
      watch.take(grown, searcher.seen(), new Sample(query.clone(), k, hints.recall()), hits);
    }
    // A full pool drops it, and after an exception it is not used again.
    searchers.offer(searcher);
    return hits;
  }

  /** What searches see. */
  Phase phase() {
    return phase;
  }

  /** Replaces what searches see, while no other writer does anything. */
  void swap(Swap swap) {
    writing.lock();
    try {
      phase = swap.next(phase);
    } finally {
      writing.unlock();
    }
  }

  /** Makes a phase from the one that writers have brought about. Must be short: writers wait. */
  @FunctionalInterface
  interface Swap {
    Phase next(Phase current);
  }

  @Override
  public int size() {
    return phase.size();
  }

  @Override
  public IndexMemory memory() {
    return switch (phase) {
      case Young young -> new IndexMemory(young.vectorBytes(), young.idBytes());
      case Grown grown ->
          new IndexMemory(
              grown.rows().vectorBytes() + grown.partitions().bytes(), grown.rows().idBytes());
    };
  }

  @Override
  public Optional<WatchedRecall> watchedRecall() {
    return watch.figure();
  }

  @Override
  public boolean isSettled() {
    return upkeep.isIdle();
  }

  @Override
  public List<String> explain() {
    List<String> lines = new ArrayList<>();
    lines.add("loops: " + frame.kernels().name());
    switch (phase) {
      case Young young ->
          lines.add(
              "phase: exact, full precision (%d vectors; rows of 8 bits above %d)"
                  .formatted(young.size(), YOUNG));
      case Grown grown -> lines.addAll(Explanation.of(grown, config));
    }
    lines.addAll(watch.explain());
    lines.addAll(upkeep.explain());
    return List.copyOf(lines);
  }

  @Override
  public void save(OutputStream out) throws IOException {
    PartitionedSnapshot.write(out, phase, frame, config.isExact());
  }

  @Override
  public boolean publish(BlockSink sink) throws IOException {
    if (!(phase instanceof Grown grown) || grown.size() == 0) {
      return false;
    }
    StoredIndexWriter.write(grown, sink);
    return true;
  }

  @Override
  public RestoreOutcome restore(InputStream snapshot, VectorSource source) throws IOException {
    if (size() > 0) {
      throw new IllegalStateException(
          "Only an empty index can be restored, but this one holds %d vectors.".formatted(size()));
    }
    try {
      Phase restored = PartitionedSnapshot.read(snapshot, frame, config);
      swap(current -> restored);
      upkeep.considerAfterWrite();
      return new RestoreOutcome.Restored(size());
    } catch (UnusableSnapshotException unusable) {
      source.forEach(this::put);
      upkeep.note("rebuilt from the store: " + unusable.reason());
      return new RestoreOutcome.Rebuilt(size(), unusable.reason());
    }
  }

  @Override
  public void close() {
    upkeep.stop();
    watch.stop();
    chosen.clear();
    swap(
        current -> {
          if (current instanceof Grown grown) {
            grown.rows().close();
          }
          return current;
        });
  }
}
