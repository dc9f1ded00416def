package dev.cairn.s3.log;

import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Erased;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A store that any number of processes share through one bucket and prefix. Thread-safe.
 *
 * <p>The log of the prefix is one, for all namespaces. A commit that returned {@code Committed} is
 * in the bucket. Reads of this process see its own commits at once and those of others after at
 * most {@link LogConfig#maxStaleness}. The directory of records is kept in memory.
 *
 * <p>A commit with an unknown outcome may still happen later, until some process has filled its
 * slot: any commit that succeeds settles it.
 */
public final class S3RecordStore implements RecordStore {
  private static final int INSTANCE_BYTES = 8;
  private static final long BLOCK_CACHE_BYTES = 64 << 20;

  private final ObjectStore objects;
  private final LogConfig config;
  private final Timeline timeline;
  private final Replica replica;
  private final Committer committer;
  private final GroupCommit group;
  private final Pace pace;
  private final Neighbours neighbours;
  private final Janitor janitor;
  private final Payloads payloads;
  private final BackgroundTask checkpointing;
  private final int checkpointEvery;
  private final ReentrantLock driving = new ReentrantLock();
  private volatile long currentAt;
  private volatile long checkpointTriedAt;
  private volatile boolean closed;

  private S3RecordStore(
      ObjectStore objects,
      LogConfig config,
      Timeline timeline,
      RandomGenerator random,
      Executor background) {
    this.objects = objects;
    this.config = config;
    this.timeline = timeline;
    byte[] instance = new byte[INSTANCE_BYTES];
    random.nextBytes(instance);
    String name = HexFormat.of().formatHex(instance);
    LogReader reader = new LogReader(objects, timeline, random, config.patience());
    neighbours = new Neighbours(timeline, name);
    Segments segments = new Segments(reader, new BlockCache(BLOCK_CACHE_BYTES));
    payloads = new Payloads(segments);
    Roots roots = new Roots(objects, reader, segments);
    replica = new Replica(reader, roots, () -> new LogState(config.retainedChanges()), neighbours);
    pace = new Pace(timeline, random, config.commitInterval(), neighbours);
    committer = new Committer(objects, replica, reader, timeline, random, name, pace);
    group = new GroupCommit(this::awaitPace, this::drive);
    Checkpointer checkpointer =
        new Checkpointer(objects, replica, reader, segments, roots, random, driving);
    janitor = new Janitor(objects, reader, replica, checkpointer, new FanOut(background));
    checkpointing = new BackgroundTask(background, checkpointer::writeIfDue);
    // Processes that started together should not all write the same checkpoint.
    checkpointEvery =
        config.checkpointEvery() + random.nextInt(Math.max(1, config.checkpointEvery() / 4));
  }

  /**
   * Opens the log and reads it to its end.
   *
   * @param objects closed with the store
   * @param random must never repeat itself from one process to another
   * @param background runs checkpoints
   * @throws StorageException if the bucket does not answer, or an object is damaged
   */
  public static S3RecordStore open(
      ObjectStore objects,
      LogConfig config,
      Timeline timeline,
      RandomGenerator random,
      Executor background) {
    S3RecordStore store = new S3RecordStore(objects, config, timeline, random, background);
    store.replica.start();
    store.refresh();
    store.neighbours.forget();
    return store;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    requireOpen();
    return batch.writes().isEmpty() ? new CommitResult.Committed(List.of()) : group.commit(batch);
  }

  /** Waits until the next commit may be sent. */
  void awaitPace() {
    pace.await();
  }

  /** Commits batches of several callers with one object, in the thread of one of them. */
  List<CommitResult> drive(List<WriteBatch> batches) {
    driving.lock();
    try {
      requireOpen();
      if (neighbours.writers() > 1) {
        // Looking is cheaper than losing a race.
        committer.expectOthers();
      }
      List<CommitResult> results = committer.commit(batches);
      pace.sent(batches.size());
      return results;
    } finally {
      driving.unlock();
      checkpointIfDue();
    }
  }

  /** Also a process that only reads needs checkpoints, to let go of the payloads in its memory. */
  private void checkpointIfDue() {
    long tail = replica.read(LogState::tail);
    if (tail - Math.max(replica.read(LogState::baseSlot), checkpointTriedAt) >= checkpointEvery) {
      checkpointTriedAt = tail;
      checkpointing.start();
    }
  }

  /**
   * Folds the log into one segment and removes everything else that an object holds of the past.
   *
   * @throws StorageException if removing is not allowed, or other processes keep publishing
   */
  @Override
  public void compact() {
    refresh();
    checkpointing.runNow(
        () -> {
          janitor.finishErasures();
          janitor.compact();
          return replica;
        });
  }

  /**
   * {@inheritDoc}
   *
   * <p>When it returns, no object of the prefix holds what was erased. If it throws after the
   * records were removed, the next {@code erase} or {@link #compact} of any process removes what
   * objects still hold. If other processes write to the partition meanwhile, the witness is shown
   * their records too, and may have been shown a record that they removed first.
   */
  @Override
  public Erased erase(String namespace, String partition, Consumer<Record> witness) {
    requireOpen();
    Deed.Erasure erasure = new Deed.Erasure(namespace, partition);
    return checkpointing.runNow(
        () -> {
          Erased erased =
              drivingLog(() -> new Eraser(committer, replica, payloads, erasure).run(witness));
          janitor.finishErasures();
          return erased;
        });
  }

  private <T> T drivingLog(Supplier<T> work) {
    driving.lock();
    try {
      requireOpen();
      return whileAdopting(work);
    } finally {
      driving.unlock();
    }
  }

  /** Tries again from the newest checkpoint if an object is gone that an older one names. */
  private <T> T whileAdopting(Supplier<T> work) {
    for (int i = 0; ; i++) {
      try {
        return work.get();
      } catch (GoneException gone) {
        if (!adopt() && i > 0) {
          throw gone;
        }
      }
    }
  }

  private boolean adopt() {
    driving.lock();
    try {
      return replica.adopt();
    } finally {
      driving.unlock();
    }
  }

  /** Reads the commits of other processes up to the end of the log. */
  public void refresh() {
    driving.lock();
    try {
      requireOpen();
      long before = timeline.nanos();
      replica.catchUp();
      currentAt = before;
    } finally {
      driving.unlock();
    }
    checkpointIfDue();
  }

  private <T> T read(Function<LogState, T> look) {
    requireOpen();
    if (config.maxStaleness().isZero()
        || timeline.nanos() - currentAt > config.maxStaleness().toNanos()) {
      refresh();
    }
    return replica.read(look);
  }

  @Override
  public Optional<Record> get(RecordId id) {
    return getAll(List.of(id)).getFirst();
  }

  @Override
  public List<Optional<Record>> getAll(List<RecordId> ids) {
    return whileAdopting(() -> find(ids));
  }

  private List<Optional<Record>> find(List<RecordId> ids) {
    List<Optional<Entry>> found =
        read(
            state -> ids.stream().map(id -> Optional.ofNullable(state.records().get(id))).toList());
    return payloads.load(ids, found);
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return whileAdopting(() -> page(scan));
  }

  private Page<Record> page(Scan scan) {
    Page<Map.Entry<RecordId, Entry>> found = read(state -> StateReads.scan(state, scan));
    return new Page<>(payloads.load(found.items()), found.next());
  }

  @Override
  public Page<PartitionCount> partitions(
      String namespace, String kind, Optional<Cursor> after, int limit) {
    return read(state -> StateReads.partitions(state, namespace, kind, after, limit));
  }

  @Override
  public ChangePage changes(String namespace, Version after, int limit) {
    return read(state -> StateReads.changes(state, namespace, after, limit));
  }

  @Override
  public Version latest() {
    return read(LogState::latest);
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    return read(state -> StateReads.statistics(state, namespace));
  }

  @Override
  public List<String> namespaces() {
    return read(StateReads::namespaces);
  }

  @Override
  public long sizeInBytes() {
    requireOpen();
    long bytes = 0;
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      ObjectPage page = objects.list("", after.get());
      bytes += page.entries().stream().mapToLong(ObjectPage.Entry::size).sum();
      after = page.next();
    }
    return bytes;
  }

  @Override
  public void close() {
    checkpointing.end();
    driving.lock();
    try {
      if (!closed) {
        closed = true;
        objects.close();
      }
    } finally {
      driving.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StorageException("The store is closed. Open it again before using it.");
    }
  }
}
