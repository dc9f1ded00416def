package dev.cairn.store;

import dev.cairn.lock.Fence;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A store in memory, for tests and for data that may vanish with the process. Thread-safe.
 *
 * <p>It keeps the last changes of the log only, as many as the constructor says.
 */
public final class InMemoryRecordStore implements FreezableStore {
  private static final String SMALLEST_ID = "\u0001";

  private final InstantSource clock;
  private final int retainedChanges;
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<RecordId, Record> records = new TreeMap<>();
  private final Map<Group, StoreStatistics.Count> counts = new TreeMap<>();
  private final NavigableMap<Version, Change> log = new TreeMap<>();
  private final Map<String, Long> tokens = new TreeMap<>();
  private Version droppedUpTo = Version.NONE;
  private long latest;
  private Optional<Freezing> freezing = Optional.empty();
  private boolean closed;

  private record Group(String namespace, String kind, String partition)
      implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      return new RecordId(namespace, kind, partition, "-")
          .compareTo(new RecordId(other.namespace, other.kind, other.partition, "-"));
    }
  }

  public InMemoryRecordStore() {
    this(InstantSource.system(), 100_000);
  }

  /**
   * @param retainedChanges how many changes of the log are kept, at least 1
   */
  public InMemoryRecordStore(InstantSource clock, int retainedChanges) {
    if (retainedChanges < 1) {
      throw new IllegalArgumentException(
          "At least 1 change must be retained, but " + retainedChanges + " was given.");
    }
    this.clock = clock;
    this.retainedChanges = retainedChanges;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    lock.lock();
    try {
      requireOpen();
      if (batch.writes().isEmpty() && batch.fence().isEmpty()) {
        return new CommitResult.Committed(List.of());
      }
      requireThawed();
      batch.fence().ifPresent(this::requireNotOvertaken);
      for (Write write : batch.writes()) {
        Version current = currentVersion(write.id());
        if (!write.expectation().holds(current)) {
          return new CommitResult.Conflict(write.id(), write.expectation(), current);
        }
      }
      batch.fence().ifPresent(fence -> tokens.put(fence.name(), fence.token()));
      List<Version> versions = new ArrayList<>(batch.writes().size());
      for (Write write : batch.writes()) {
        versions.add(apply(write, batch.author()));
      }
      return new CommitResult.Committed(versions);
    } finally {
      lock.unlock();
    }
  }

  private void requireNotOvertaken(Fence fence) {
    long newest = tokens.getOrDefault(fence.name(), 0L);
    if (newest > fence.token()) {
      throw new LeaseLostException(fence, newest);
    }
  }

  private Version currentVersion(RecordId id) {
    Record current = records.get(id);
    return current == null ? Version.NONE : current.version();
  }

  private Version apply(Write write, Author author) {
    RecordId id = write.id();
    Record before = records.get(id);
    if (before == null && write instanceof Write.Delete) {
      return Version.NONE;
    }
    Attribution attribution = new Attribution(author, clock.instant());
    Version version = new Version(++latest);
    if (before != null) {
      count(id, -1, -before.payload().size());
    }
    Change.Type type =
        switch (write) {
          case Write.Put put -> {
            records.put(id, new Record(id, version, put.payload()));
            count(id, 1, put.payload().size());
            attribution = put.attribution().orElse(attribution);
            yield Change.Type.PUT;
          }
          case Write.Delete ignored -> {
            records.remove(id);
            yield Change.Type.DELETE;
          }
        };
    Version replaced = before == null ? Version.NONE : before.version();
    log.put(
        version, new Change(version, id, type, replaced, attribution.author(), attribution.at()));
    while (log.size() > retainedChanges) {
      Version dropped = log.pollFirstEntry().getKey();
      droppedUpTo = dropped.isAfter(droppedUpTo) ? dropped : droppedUpTo;
    }
    return version;
  }

  @Override
  public Erased erase(String namespace, String partition, Consumer<Record> witness) {
    lock.lock();
    try {
      requireOpen();
      requireThawed();
      List<Record> found =
          records.values().stream().filter(r -> isOf(namespace, partition, r.id())).toList();
      found.forEach(witness);
      Map<String, StoreStatistics.Count> kinds = new TreeMap<>();
      for (Record record : found) {
        RecordId id = record.id();
        int size = record.payload().size();
        records.remove(id);
        count(id, -1, -size);
        kinds.merge(id.kind(), new StoreStatistics.Count(1, size), StoreStatistics.Count::plus);
      }
      int logged = log.size();
      log.values().removeIf(change -> isOf(namespace, partition, change.id()));
      Erased erased = new Erased(kinds, logged - log.size());
      if (!erased.isNothing()) {
        droppedUpTo = new Version(++latest);
      }
      return erased;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isOf(String namespace, String partition, RecordId id) {
    return id.namespace().equals(namespace) && id.partition().equals(partition);
  }

  private void count(RecordId id, long recordsDelta, long bytesDelta) {
    Group group = new Group(id.namespace(), id.kind(), id.partition());
    StoreStatistics.Count delta = new StoreStatistics.Count(recordsDelta, bytesDelta);
    StoreStatistics.Count sum = counts.getOrDefault(group, StoreStatistics.Count.ZERO).plus(delta);
    if (sum.records() == 0) {
      counts.remove(group);
    } else {
      counts.put(group, sum);
    }
  }

  /** The snapshot is a copy of the directory of records. */
  @Override
  public RecordSnapshot snapshot() {
    lock.lock();
    try {
      requireOpen();
      InMemoryRecordStore copy = new InMemoryRecordStore(clock, 1);
      copy.records.putAll(records);
      copy.counts.putAll(counts);
      copy.latest = latest;
      return new CopiedSnapshot(copy, this);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void advanceTo(Version version) {
    lock.lock();
    try {
      requireOpen();
      requireThawed();
      latest = Math.max(latest, version.position());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Freezing> frozen() {
    lock.lock();
    try {
      requireOpen();
      return freezing;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void freeze(String by) {
    lock.lock();
    try {
      requireOpen();
      if (freezing.isEmpty()) {
        freezing = Optional.of(new Freezing(latest, by, clock.instant()));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void thaw(String by) {
    lock.lock();
    try {
      requireOpen();
      freezing = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void requireThawed() {
    if (freezing.isPresent()) {
      throw freezing.get().refusal();
    }
  }

  @Override
  public Optional<Record> get(RecordId id) {
    lock.lock();
    try {
      requireOpen();
      return Optional.ofNullable(records.get(id));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Page<Record> scan(Scan scan) {
    lock.lock();
    try {
      requireOpen();
      List<Record> found = new ArrayList<>();
      for (Record record : records.tailMap(start(scan)).values()) {
        if (isPast(scan, record.id())) {
          break;
        }
        if (matches(scan, record.id())) {
          if (found.size() == scan.limit()) {
            RecordId last = found.getLast().id();
            return new Page<>(found, Optional.of(new Cursor(last.partition(), last.id())));
          }
          found.add(record);
        }
      }
      return new Page<>(found, Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  private static RecordId start(Scan scan) {
    String partition = scan.partition().orElse("");
    String id = SMALLEST_ID;
    if (scan.after().isPresent()) {
      Cursor after = scan.after().get();
      if (RecordId.compareCodePoints(after.partition(), partition) >= 0) {
        partition = after.partition();
        id = after.id().isEmpty() ? SMALLEST_ID : after.id();
      }
    }
    return new RecordId(scan.namespace(), scan.kind(), partition, id);
  }

  private static boolean isPast(Scan scan, RecordId id) {
    return !id.namespace().equals(scan.namespace())
        || !id.kind().equals(scan.kind())
        || (scan.partition().isPresent() && !id.partition().equals(scan.partition().get()));
  }

  private static boolean matches(Scan scan, RecordId id) {
    return scan.partition().map(id.partition()::equals).orElse(true)
        && id.id().startsWith(scan.idPrefix())
        && scan.after().map(cursor -> isBehind(cursor, id.partition(), id.id())).orElse(true);
  }

  private static boolean isBehind(Cursor cursor, String partition, String id) {
    int order = RecordId.compareCodePoints(partition, cursor.partition());
    return order > 0 || (order == 0 && RecordId.compareCodePoints(id, cursor.id()) > 0);
  }

  @Override
  public Page<PartitionCount> partitions(
      String namespace, String kind, Optional<Cursor> after, int limit) {
    lock.lock();
    try {
      requireOpen();
      List<PartitionCount> found = new ArrayList<>();
      for (Map.Entry<Group, StoreStatistics.Count> entry : counts.entrySet()) {
        Group group = entry.getKey();
        boolean behind =
            after
                .map(c -> RecordId.compareCodePoints(group.partition(), c.partition()) > 0)
                .orElse(true);
        if (group.namespace().equals(namespace) && group.kind().equals(kind) && behind) {
          if (found.size() == limit) {
            return new Page<>(found, Optional.of(new Cursor(found.getLast().partition(), "")));
          }
          found.add(new PartitionCount(group.partition(), entry.getValue()));
        }
      }
      return new Page<>(found, Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public StoreStatistics.Count count(String namespace, String kind, String partition) {
    lock.lock();
    try {
      requireOpen();
      return counts.getOrDefault(new Group(namespace, kind, partition), StoreStatistics.Count.ZERO);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ChangePage changes(String namespace, Version after, int limit) {
    lock.lock();
    try {
      requireOpen();
      boolean gap = droppedUpTo.isAfter(after);
      List<Change> found = new ArrayList<>();
      for (Change change : log.tailMap(after, false).values()) {
        if (change.id().namespace().equals(namespace)) {
          if (found.size() == limit) {
            return new ChangePage(found, found.getLast().version(), true, gap);
          }
          found.add(change);
        }
      }
      Version end = after.isAfter(new Version(latest)) ? after : new Version(latest);
      return new ChangePage(found, end, false, gap);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Version latest() {
    lock.lock();
    try {
      requireOpen();
      return new Version(latest);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public StoreStatistics statistics(String namespace) {
    lock.lock();
    try {
      requireOpen();
      Map<String, StoreStatistics.Count> kinds = new TreeMap<>();
      counts.forEach(
          (group, count) -> {
            if (group.namespace().equals(namespace)) {
              kinds.merge(group.kind(), count, StoreStatistics.Count::plus);
            }
          });
      return new StoreStatistics(new Version(latest), kinds);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> namespaces() {
    lock.lock();
    try {
      requireOpen();
      TreeSet<String> names = new TreeSet<>(RecordId::compareCodePoints);
      counts.keySet().forEach(group -> names.add(group.namespace()));
      return List.copyOf(names);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long sizeInBytes() {
    lock.lock();
    try {
      requireOpen();
      return counts.values().stream().mapToLong(StoreStatistics.Count::payloadBytes).sum();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new StorageException("The store is closed. Open it again before using it.");
    }
  }
}
