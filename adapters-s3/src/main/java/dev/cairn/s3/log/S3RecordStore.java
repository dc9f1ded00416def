package dev.cairn.s3.log;

import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

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
  private final Checkpointer checkpointer;
  private final Segments segments;
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
    replica = new Replica(reader, new LogState(config.retainedChanges()), neighbours);
    pace = new Pace(timeline, random, config.commitInterval(), neighbours);
    committer = new Committer(objects, replica, reader, timeline, random, name, pace);
    group = new GroupCommit(this::awaitPace, this::drive);
    segments = new Segments(reader, new BlockCache(BLOCK_CACHE_BYTES));
    checkpointer =
        new Checkpointer(objects, replica, reader, segments, random, this::refreshForCheckpoint);
    checkpointing = new BackgroundTask(background, () -> checkpoint(MergePolicy.BY_SIZE));
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
    store.checkpointer.start();
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
    if (tail - Math.max(checkpointer.baseSlot(), checkpointTriedAt) >= checkpointEvery) {
      checkpointTriedAt = tail;
      checkpointing.start();
    }
  }

  private void checkpoint(MergePolicy merge) {
    checkpointer.write(merge);
  }

  private void refreshForCheckpoint() {
    driving.lock();
    try {
      replica.catchUp();
    } finally {
      driving.unlock();
    }
  }

  /** Folds the log into one segment, so that the next start reads little. */
  @Override
  public void compact() {
    refresh();
    checkpointing.runNow(() -> checkpoint(MergePolicy.ALL));
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
    List<Optional<Entry>> found =
        read(
            state -> ids.stream().map(id -> Optional.ofNullable(state.records().get(id))).toList());
    segments.prefetch(inSegments(found.stream().flatMap(Optional::stream)));
    List<Optional<Record>> records = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      RecordId id = ids.get(i);
      records.add(found.get(i).map(entry -> load(id, entry)));
    }
    return records;
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return read(state -> StateReads.scan(state, scan))
        .map(found -> load(found.getKey(), found.getValue()));
  }

  private static List<Place.InSegment> inSegments(Stream<Entry> entries) {
    return entries
        .map(Entry::place)
        .filter(Place.InSegment.class::isInstance)
        .map(Place.InSegment.class::cast)
        .toList();
  }

  private Record load(RecordId id, Entry entry) {
    return new Record(id, entry.version(), segments.payload(entry));
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
