package dev.cairn.s3.log;

import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Timeline;
import dev.cairn.search.IndexPublisher;
import dev.cairn.search.PublishedIndex;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Erased;
import dev.cairn.store.Freezing;
import dev.cairn.store.InstanceActivity;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.Scan;
import dev.cairn.store.SharedStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.StoreTraffic;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
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
public final class S3RecordStore implements SharedStore, IndexPublisher {
  private static final int INSTANCE_BYTES = 8;
  private static final long BLOCK_CACHE_BYTES = 64 << 20;
  private static final int CLEARED_AT_ONCE = 16;

  /** What a search of a published index reads, it reads in one step. */
  private static final int READ_AT_ONCE = 32;

  private final ObjectStore objects;
  private final Replica replica;
  private final Committer committer;
  private final LogDriver driver;
  private final GroupCommit group;
  private final Janitor janitor;
  private final Indexes indexes;
  private final Payloads payloads;
  private final BackgroundTask checkpointing;
  private final CheckpointDue checkpointDue;
  private final Set<String> handedOut = ConcurrentHashMap.newKeySet();
  private final LongAdder acknowledged = new LongAdder();

  private S3RecordStore(
      ObjectStore objects,
      LogConfig config,
      Timeline timeline,
      RandomGenerator random,
      Executor background,
      Optional<String> application) {
    this.objects = objects;
    byte[] instance = new byte[INSTANCE_BYTES];
    random.nextBytes(instance);
    String name = HexFormat.of().formatHex(instance);
    LogReader reader = new LogReader(objects, timeline, random, config.patience());
    Neighbours neighbours = new Neighbours(timeline, name);
    Segments segments = new Segments(reader, new BlockCache(BLOCK_CACHE_BYTES));
    payloads = new Payloads(segments);
    Roots roots = new Roots(objects, reader, segments);
    replica = new Replica(reader, roots, () -> new LogState(config.retainedChanges()), neighbours);
    Pace pace = new Pace(timeline, random, config.commitInterval(), neighbours);
    committer = new Committer(objects, replica, reader, timeline, random, name, pace);
    ReentrantLock driving = new ReentrantLock();
    driver = new LogDriver(config, timeline, replica, neighbours, committer, pace, driving);
    group = new GroupCommit(driver::awaitPace, this::drive);
    Checkpointer checkpointer =
        new Checkpointer(objects, replica, reader, segments, roots, random, driving, application);
    janitor =
        new Janitor(
            objects, reader, replica, checkpointer, new FanOut(background, CLEARED_AT_ONCE));
    indexes =
        new Indexes(objects, reader, replica, checkpointer, new FanOut(background, READ_AT_ONCE));
    checkpointing =
        new BackgroundTask(
            background, config.readOnly() ? driver::adopt : checkpointer::writeIfDue);
    checkpointDue = new CheckpointDue(config.checkpointEvery(), random);
  }

  /**
   * Opens the log and reads it to its end.
   *
   * @param objects closed with the store
   * @param random must never repeat itself from one process to another
   * @param background runs checkpoints
   * @param guard decides whether the log may be opened
   * @throws StorageException if the bucket does not answer, or an object is damaged
   */
  public static S3RecordStore open(
      ObjectStore objects,
      LogConfig config,
      Timeline timeline,
      RandomGenerator random,
      Executor background,
      Guard guard) {
    S3RecordStore store =
        new S3RecordStore(
            objects,
            config,
            timeline,
            random,
            background,
            Optional.of(guard.application()).filter(told -> !told.isEmpty()));
    store.driver.start(guard);
    store.checkpointIfDue();
    return store;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    driver.requireWriting();
    boolean nothing = batch.writes().isEmpty() && batch.fence().isEmpty();
    CommitResult result = nothing ? new CommitResult.Committed(List.of()) : group.commit(batch);
    if (result instanceof CommitResult.Committed) {
      acknowledged.add(batch.writes().size());
    }
    return result;
  }

  /** Waits until the next commit may be sent. */
  void awaitPace() {
    driver.awaitPace();
  }

  /** Commits batches of several callers with one object, in the thread of one of them. */
  List<Verdict> drive(List<WriteBatch> batches) {
    try {
      return driver.commit(batches);
    } finally {
      checkpointIfDue();
    }
  }

  /** Also a process that only reads needs checkpoints, to let go of the payloads in its memory. */
  private void checkpointIfDue() {
    if (replica.readHead(checkpointDue::test)) {
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
    driver.requireWriting();
    driver.refresh();
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
    driver.requireWriting();
    Deed.Erasure erasure = new Deed.Erasure(namespace, partition);
    Eraser eraser = new Eraser(committer, replica, payloads, erasure);
    return checkpointing.runNow(
        () -> {
          Erased erased = driver.alone(() -> driver.whileAdopting(() -> eraser.run(witness)));
          janitor.finishErasures();
          return erased;
        });
  }

  @Override
  public void refresh() {
    driver.refresh();
    checkpointIfDue();
  }

  @Override
  public void awaitVersion(Version version) {
    driver.requireOpen();
    if (version.isAfter(replica.readHead(LogState::latest))) {
      refresh();
    }
    Version latest = replica.readHead(LogState::latest);
    if (version.isAfter(latest)) {
      throw new StorageException(
          "Version %d is not in this store, whose last is %d. Pass on a version that was committed to the same bucket and prefix."
              .formatted(version.position(), latest.position()));
    }
  }

  @Override
  public StoreTraffic traffic() {
    StoreTraffic requests = objects.traffic();
    return requests.plus(new StoreTraffic(0, 0, 0, 0, 0, 0, acknowledged.sum()));
  }

  private <T> T read(Function<LogState, T> look) {
    T seen = driver.read(look);
    checkpointIfDue();
    return seen;
  }

  private <T> T readHead(Function<LogState, T> look) {
    T seen = driver.readHead(look);
    checkpointIfDue();
    return seen;
  }

  @Override
  public Optional<Record> get(RecordId id) {
    return getAll(List.of(id)).getFirst();
  }

  @Override
  public List<Optional<Record>> getAll(List<RecordId> ids) {
    return driver.whileAdopting(() -> find(ids));
  }

  private List<Optional<Record>> find(List<RecordId> ids) {
    List<Optional<Entry>> found =
        read(
            state -> ids.stream().map(id -> Optional.ofNullable(state.records().get(id))).toList());
    return payloads.load(ids, found);
  }

  @Override
  public Page<Record> scan(Scan scan) {
    return driver.whileAdopting(() -> page(scan));
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

  /** The snapshot is a copy of the directory of records. */
  @Override
  public RecordSnapshot snapshot() {
    return new PinnedSnapshot(driver, payloads, read(LogState::copyOfRecords));
  }

  @Override
  public void advanceTo(Version version) {
    driver.commit(
        state ->
            version.isAfter(state.latest())
                ? Optional.of(new Deed.Advance(version))
                : Optional.empty());
  }

  @Override
  public ChangePage changes(String namespace, Version after, int limit) {
    return readHead(state -> StateReads.changes(state, namespace, after, limit));
  }

  @Override
  public Version latest() {
    return readHead(LogState::latest);
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
    driver.requireOpen();
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
  public Optional<PublishedIndex> published(String namespace, String name) {
    driver.requireOpen();
    Optional<PublishedIndex> known = indexes.find(namespace, name);
    if (known.isPresent() && handedOut.add(known.get().id())) {
      return known;
    }
    // Who asks again may have missed an object that is gone.
    driver.adopt();
    Optional<PublishedIndex> found = indexes.find(namespace, name);
    found.ifPresent(index -> handedOut.add(index.id()));
    return found;
  }

  @Override
  public void publish(
      String namespace, String name, Version asOf, String label, IndexPublisher.Content content)
      throws IOException {
    driver.requireWriting();
    driver.refresh();
    try {
      checkpointing.runNow(
          () -> {
            indexes.publish(namespace, name, asOf, label, content);
            return replica;
          });
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }

  @Override
  public boolean withdraw(String namespace, String name) {
    driver.requireWriting();
    return checkpointing.runNow(() -> indexes.withdraw(namespace, name));
  }

  @Override
  public List<InstanceActivity> instances() {
    return readHead(state -> state.instances().all());
  }

  @Override
  public Optional<Freezing> frozen() {
    return readHead(LogState::frozen);
  }

  @Override
  public void freeze(String by) {
    driver.commit(
        state ->
            state.frozen().isPresent() ? Optional.empty() : Optional.of(new Deed.Freeze(true, by)));
  }

  @Override
  public void thaw(String by) {
    driver.commit(
        state ->
            state.frozen().isEmpty() ? Optional.empty() : Optional.of(new Deed.Freeze(false, by)));
  }

  /** The highest tokens of leases under which something was committed. */
  Map<String, Long> tokens() {
    return readHead(state -> Map.copyOf(state.tokens()));
  }

  @Override
  public void close() {
    checkpointing.end();
    driver.close(objects::close);
  }
}
