package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.store.Author;
import dev.cairn.store.Expectation;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One history of several processes that share a bucket; the seed decides everything. */
final class Sim {
  private static final long SECOND = 1_000 * SimProcess.MILLI;
  private static final long HEALS_AT = 900 * SECOND;
  private static final long LONGEST_PAUSE = 300 * SECOND;
  private static final long PATIENCE = 60 * SECOND;
  private static final int IDS = 5;

  final SimEngine engine;
  final InMemoryObjectStore bucket;
  final SimMutant mutant;
  final int faultPercent;
  final SimHistory history = new SimHistory();
  private final SimIndexes indexes = new SimIndexes(this);
  private final boolean leases;
  private int names;

  Sim(long seed, SimMutant mutant, int faultPercent) {
    this.leases = seed % 4 != 3;
    this.engine = new SimEngine(seed);
    this.bucket = new InMemoryObjectStore(this::clock);
    this.mutant = mutant;
    this.faultPercent = faultPercent;
  }

  Instant clock() {
    return Instant.EPOCH.plusNanos(engine.now());
  }

  /** Whether nothing fails any more, so that everybody can finish. */
  boolean healed() {
    return engine.now() > HEALS_AT;
  }

  void run() {
    int writers = 2 + engine.random.nextInt(3);
    for (int i = 0; i < writers; i++) {
      start(3 + engine.random.nextInt(6), engine.random.nextInt(4) == 0);
    }
    if (leases) {
      for (int i = 0; i < 2; i++) {
        int[] left = {3};
        engine.spawn(engine.random.nextLong(20 * SECOND), () -> holdLeases(left));
      }
    }
    if (mutant != SimMutant.NONE) {
      engine.spawn(0, this::meddle);
    }
    engine.run();
    new SimCheck(this).check();
  }

  /** Starts a process that does so many things, in as many lives as that takes. */
  private void start(int things, boolean readsOnly) {
    int[] left = {things};
    engine.spawn(engine.random.nextLong(20 * SECOND), () -> live(left, readsOnly));
  }

  private void live(int[] left, boolean readsOnly) {
    SimProcess process = new SimProcess(this);
    try {
      S3RecordStore store = open(process);
      while (left[0] > 0) {
        left[0]--;
        process.sleep(Duration.ofNanos(engine.random.nextLong(2 * SECOND)));
        if (readsOnly || engine.random.nextInt(4) == 0) {
          read(store, id(engine.random.nextInt(IDS)));
          indexes.read(store);
        } else if (engine.random.nextInt(10) == 0) {
          indexes.publish(store);
        } else if (engine.random.nextInt(12) == 0) {
          compact(store);
        } else if (engine.random.nextInt(16) == 0) {
          erase(store, "p" + engine.random.nextInt(2));
        } else if (engine.random.nextInt(24) == 0) {
          freezeForAWhile(store, process);
        } else {
          commit(store);
        }
      }
      store.close();
    } catch (SimProcess.Crash crash) {
      if (left[0] > 0) {
        engine.spawn(engine.random.nextLong(30 * SECOND), () -> live(left, readsOnly));
      }
    }
  }

  private void holdLeases(int[] left) {
    SimProcess process = new SimProcess(this);
    try {
      S3RecordStore store = open(process);
      SimLeases leases = new SimLeases(this, store, process);
      while (left[0] > 0) {
        left[0]--;
        leases.work();
      }
      store.close();
    } catch (SimProcess.Crash crash) {
      if (left[0] > 0) {
        engine.spawn(engine.random.nextLong(30 * SECOND), () -> holdLeases(left));
      }
    }
  }

  private S3RecordStore open(SimProcess process) {
    LogConfig config =
        new LogConfig(
            1_000_000,
            Duration.ZERO,
            Duration.ofSeconds(2 + engine.random.nextInt(40)),
            Duration.ofMillis(engine.random.nextInt(200)),
            1 + engine.random.nextInt(8),
            false);
    while (true) {
      try {
        return S3RecordStore.open(
            process, config, process, mutant.nonces(engine.random), Runnable::run, NoGuard.NONE);
      } catch (StorageException noAnswer) {
        requireFault(noAnswer);
        process.sleep(Duration.ofSeconds(1));
      }
    }
  }

  private static RecordId id(int number) {
    return new RecordId("app", "fact", "p" + number % 2, "r" + number);
  }

  private Optional<Record> read(S3RecordStore store, RecordId id) {
    long started = engine.now();
    try {
      Optional<Record> found = store.get(id);
      history.reads.add(new SimHistory.Read(id, found, started));
      return found;
    } catch (StorageException noAnswer) {
      requireFault(noAnswer);
      return Optional.empty();
    }
  }

  private void compact(S3RecordStore store) {
    try {
      store.compact();
    } catch (StorageException noAnswer) {
      requireFault(noAnswer);
    }
  }

  private void erase(S3RecordStore store, String partition) {
    List<Long> before = SimErasure.slots(bucket, partition);
    try {
      boolean nothing = store.erase("app", partition, record -> {}).isNothing();
      SimErasure.requireGone(bucket, partition, nothing, before);
    } catch (StorageException noAnswer) {
      requireFault(noAnswer);
    }
  }

  private void freezeForAWhile(S3RecordStore store, SimProcess process) {
    try {
      store.freeze("sim");
      process.sleep(Duration.ofNanos(engine.random.nextLong(3 * SECOND)));
      store.thaw("sim");
    } catch (StorageException noAnswer) {
      requireFault(noAnswer);
    }
  }

  /**
   * A call may fail as long as faults go on, and then until its patience has ended. One that failed
   * just before may tell so after a pause.
   */
  void requireFault(StorageException failed) {
    boolean frozen = String.valueOf(failed.getMessage()).contains("frozen since");
    if (engine.now() > HEALS_AT + LONGEST_PAUSE + PATIENCE && !frozen) {
      throw failed;
    }
  }

  private void commit(S3RecordStore store) {
    List<WriteBatch> batches = new ArrayList<>();
    int size = 1 + engine.random.nextInt(3);
    for (int i = 0; i < size; i++) {
      batches.add(batch(store));
    }
    commit(store, batches, 0);
  }

  /**
   * Commits batches together.
   *
   * @param token of the lease that they should be under, 0 for none
   */
  List<SimHistory.Commit> commit(S3RecordStore store, List<WriteBatch> batches, long token) {
    long started = engine.now();
    List<SimHistory.Commit> commits =
        batches.stream().map(batch -> new SimHistory.Commit(batch, token, started)).toList();
    history.commits.addAll(commits);
    try {
      List<Verdict> results = store.drive(batches);
      for (int i = 0; i < batches.size(); i++) {
        commits.get(i).answer(results.get(i), engine.now());
      }
    } catch (StorageException failed) {
      commits.forEach(commit -> commit.fail(engine.now()));
    }
    return commits;
  }

  Author newAuthor() {
    return new Author("sim", "w" + ++names);
  }

  WriteBatch batch(S3RecordStore store) {
    Map<RecordId, Write> writes = new HashMap<>();
    Author author = newAuthor();
    String name = author.principal();
    for (int i = engine.random.nextInt(3); i >= 0; i--) {
      RecordId id = id(engine.random.nextInt(IDS));
      Expectation expectation =
          engine.random.nextInt(2) == 0
              ? Expectation.ANY
              : read(store, id)
                  .<Expectation>map(found -> Expectation.version(found.version()))
                  .orElse(Expectation.ABSENT);
      Payload payload = Payload.copyOf((name + id.id()).getBytes(StandardCharsets.UTF_8));
      writes.put(
          id,
          engine.random.nextInt(4) == 0
              ? new Write.Delete(id, expectation)
              : new Write.Put(id, payload, expectation, Optional.empty()));
    }
    return new WriteBatch(List.copyOf(writes.values()), author);
  }

  private void meddle() {
    while (!healed()) {
      engine.sleep(5 * SECOND);
      mutant.meddle(this);
    }
  }

  private List<String> keys(String folder) {
    return bucket.keys().stream().filter(key -> key.startsWith(folder)).toList();
  }

  void deleteLeases() {
    keys("lock/").forEach(bucket::delete);
  }

  /** Deletes slots that the newest checkpoint covers. */
  void deleteSlots() {
    List<String> checkpoints = keys("ckpt/");
    if (!checkpoints.isEmpty()) {
      String covered = checkpoints.getLast().substring("ckpt/".length()).split("-")[0];
      keys("log/").stream()
          .filter(key -> key.compareTo("log/" + covered) <= 0)
          .forEach(bucket::delete);
    }
  }

  /** Deletes segments and checkpoints that the root does not lead to. */
  void deleteOrphans() {
    if (bucket.get(Current.KEY) instanceof Fetched.Found root) {
      String newest = Current.decode(root.bytes()).key();
      if (bucket.get(newest) instanceof Fetched.Found found) {
        List<String> needed =
            Checkpoint.decode(newest, found.bytes()).segments().stream()
                .map(SegmentRef::key)
                .toList();
        keys("ckpt/").stream().filter(key -> !key.equals(newest)).forEach(bucket::delete);
        keys("seg/").stream().filter(key -> !needed.contains(key)).forEach(bucket::delete);
      }
    }
  }

  /** Deletes objects of indexes that the root does not lead to. */
  void deleteIndexOrphans() {
    if (bucket.get(Current.KEY) instanceof Fetched.Found root) {
      String newest = Current.decode(root.bytes()).key();
      if (bucket.get(newest) instanceof Fetched.Found found) {
        List<String> needed =
            Checkpoint.decode(newest, found.bytes()).indexes().stream()
                .flatMap(index -> index.keys().stream())
                .toList();
        keys("idx/").stream().filter(key -> !needed.contains(key)).forEach(bucket::delete);
      }
    }
  }

  /** Clears the last slot. */
  void clearSlots() {
    List<String> slots = keys("log/");
    if (!slots.isEmpty() && bucket.get(slots.getLast()) instanceof Fetched.Found found) {
      long slot = Long.parseLong(slots.getLast().substring("log/".length()));
      if (Slot.decode(slot, found.bytes()) instanceof Slot.Filled filled) {
        bucket.put(slots.getLast(), Slot.Cleared.encode(filled.entry()));
      }
    }
  }

  /** The version of the last write before a moment that was acknowledged by then. */
  Version acknowledgedBefore(long moment) {
    Version last = Version.NONE;
    for (SimHistory.Commit commit : history.commits) {
      if (commit.told == SimHistory.Told.COMMITTED && commit.ended < moment) {
        for (Version version : commit.versions) {
          last = version.isAfter(last) ? version : last;
        }
      }
    }
    return last;
  }
}
