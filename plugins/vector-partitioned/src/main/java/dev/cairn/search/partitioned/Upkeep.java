package dev.cairn.search.partitioned;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the structure of an index up with what is written: makes partitions, takes new rows into
 * them and drops dead ones. It works beside searches and writes; what it has made is swapped in
 * while writers wait for less than a millisecond per million rows.
 */
final class Upkeep {
  /** Rows outside partitions are scanned one by one: so many cost as much as some partitions. */
  private static final int LEAST_TAIL = 4096;

  private static final int TAIL_SHARE = 16;
  private static final int LEAST_DEAD = 1024;
  private static final int DEAD_SHARE = 4;
  private static final int NOTES = 8;

  private final PartitionedVectorIndex index;
  private final PartitionedConfig config;
  private final Executor executor;
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private final List<String> notes = new ArrayList<>();
  private volatile boolean isStopped;

  Upkeep(PartitionedVectorIndex index, PartitionedConfig config, Executor executor) {
    this.index = index;
    this.config = config;
    this.executor = executor;
  }

  private enum Task {
    NONE,
    COMPACT,
    BUILD,
    EXTEND
  }

  /** Schedules work if there is some. */
  void considerAfterWrite() {
    if (!isStopped && due() != Task.NONE && isScheduled.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  /** Whether there is nothing to do, or nothing will be done any more. */
  boolean isIdle() {
    return isStopped || !isScheduled.get() && due() == Task.NONE;
  }

  void stop() {
    isStopped = true;
  }

  private Task due() {
    if (!(index.phase() instanceof Grown grown)) {
      return Task.NONE;
    }
    Rows rows = grown.rows();
    Partitions partitions = grown.partitions();
    int size = rows.size();
    int dead = rows.count() - size;
    if (dead > Math.max(LEAST_DEAD, rows.count() / DEAD_SHARE)) {
      return Task.COMPACT;
    }
    if (size >= config.firstPartitions() && size >= 2L * partitions.trainedOn()) {
      return Task.BUILD;
    }
    int tail = rows.count() - partitions.sealed();
    if (!partitions.isEmpty() && tail > Math.max(LEAST_TAIL, partitions.sealed() / TAIL_SHARE)) {
      return Task.EXTEND;
    }
    return Task.NONE;
  }

  private void run() {
    try {
      for (Task task = due(); task != Task.NONE && !isStopped; task = due()) {
        if (index.phase() instanceof Grown grown) {
          run(task, grown);
        }
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      // The index stays right without it, only slower.
      isStopped = true;
      note("upkeep has stopped: " + e);
      System.getLogger(Upkeep.class.getPackageName())
          .log(Level.ERROR, "The upkeep of a vector index has stopped; searches get slower.", e);
    } finally {
      isScheduled.set(false);
    }
    considerAfterWrite();
  }

  private void run(Task task, Grown grown) {
    long start = System.nanoTime();
    switch (task) {
      case COMPACT -> compact(grown);
      case BUILD -> seal(grown, new PartitionBuilder(grown.rows())::build);
      case EXTEND ->
          seal(grown, end -> new PartitionBuilder(grown.rows()).assign(grown.partitions(), end));
      case NONE -> {}
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    String done =
        "%s with %d rows in %d ms"
            .formatted(
                switch (task) {
                  case COMPACT -> "dropped dead rows";
                  case BUILD -> "made partitions";
                  case EXTEND -> "took rows into partitions";
                  case NONE -> "nothing";
                },
                grown.rows().size(),
                millis);
    note(done);
    Logger log = System.getLogger(Upkeep.class.getPackageName());
    log.log(Level.DEBUG, "Vector index {0}: {1}", index.space().name(), done);
  }

  /** Partitions of the rows below a slot. */
  @FunctionalInterface
  private interface Partitioning {
    Partitions of(int end);
  }

  private void seal(Grown grown, Partitioning partitioning) {
    Partitions partitions = partitioning.of(grown.rows().count());
    // Writers have only appended to these rows meanwhile: no one else replaces them.
    index.swap(current -> new Grown(grown.rows().withoutCodes(partitions.sealed()), partitions));
  }

  private void compact(Grown grown) {
    Compaction compaction = new Compaction(grown);
    compaction.copy();
    index.swap(current -> compaction.finish());
  }

  void note(String note) {
    synchronized (notes) {
      notes.add(note);
      if (notes.size() > NOTES) {
        notes.remove(0);
      }
    }
  }

  List<String> explain() {
    synchronized (notes) {
      return notes.stream().map(note -> "upkeep: " + note).toList();
    }
  }
}
