package dev.cairn.migration.live;

import dev.cairn.lock.InMemoryLockService;
import dev.cairn.memory.TestClients;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One history of a migration between two stores: writers on both sides, migrators that stop, are
 * overtaken while they pause, and do not learn what became of a commit. All follows from the seed.
 */
final class StoreSim {
  static final String OLD = "old";
  static final String NEW = "test";
  private static final List<String> KINDS = List.of("fact", "turn");
  private static final int MAX_STOPS = 12;
  private static final int IDS = 5;

  /** What is done wrong on purpose. */
  enum Breakage {
    NONE,
    UNCONDITIONAL_MIRROR,
    COMMITTED_APART,
    NOT_FROZEN
  }

  /** A migrator's process ends here. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("stop", null, false, false);
    }
  }

  /** The last write of a writer to a record; empty for a deletion. */
  record Written(Optional<String> value, Version version) {}

  final Random random;
  final StoreSimTest.Strategy strategy;
  final Breakage breakage;
  final InMemoryRecordStore source;
  final InMemoryRecordStore target;
  private Instant now = Instant.EPOCH;
  private final InMemoryLockService locks = new InMemoryLockService(() -> now, "sim");
  private final Journal journal;

  /** By the id of the record; of the source only what came after the cutover. */
  final Map<RecordId, Written> toSource = new TreeMap<>();

  final Map<RecordId, Written> toTarget = new TreeMap<>();

  /** The version of the source that the last erasure of a partition made. */
  final Map<String, Version> erasedAt = new TreeMap<>();

  final Set<String> erased = new HashSet<>();
  String mismatchAtCutover = "";
  boolean active;

  private boolean quiet;
  private boolean reliable;
  private int oldWrites;
  private int newWrites;
  private int stops;
  private int depth;
  private long values;

  StoreSim(long seed, StoreSimTest.Strategy strategy, Breakage breakage) {
    this.random = new Random(seed);
    this.strategy = strategy;
    this.breakage = breakage;
    this.source = new InMemoryRecordStore(() -> Instant.EPOCH, 8 + random.nextInt(150));
    this.target = new InMemoryRecordStore(() -> Instant.EPOCH, 40 + random.nextInt(150));
    this.journal = new Journal(TestClients.replacing(target).documents());
    this.oldWrites = 10 + random.nextInt(30);
    this.newWrites = 4 + random.nextInt(16);
    int filled = random.nextInt(30);
    for (int i = 0; i < filled; i++) {
      write(source, OLD, toSource);
    }
  }

  LiveMigration migration() {
    return LiveMigration.of(
        new StoreSimEnd(this, source, true),
        OLD,
        "there",
        TestClients.replacing(new StoreSimEnd(this, target, false)).documents(),
        locks,
        () -> now,
        new Sizes(3, 1, 3));
  }

  Phase phase() {
    return state().map(MigrationState::phase).orElse(Phase.LEGACY);
  }

  Optional<MigrationState> state() {
    return journal.load().map(Journal.Current::state);
  }

  // What happens meanwhile

  void before() {
    others();
    mayStop();
  }

  void mayStop() {
    if (!reliable && stops < MAX_STOPS && random.nextInt(40) == 0) {
      stops++;
      now = now.plusSeconds(31);
      throw new Stop();
    }
  }

  boolean isUnclear() {
    boolean unclear = !reliable && stops < MAX_STOPS && random.nextInt(80) == 0;
    stops += unclear ? 1 : 0;
    return unclear;
  }

  /** The rest of the history is without faults and without writers. */
  void quiet() {
    quiet = true;
    reliable = true;
  }

  void reliable() {
    reliable = true;
  }

  void others() {
    if (quiet || depth > 0) {
      return;
    }
    depth++;
    try {
      if (oldWrites > 0 && random.nextInt(active ? 12 : 6) == 0) {
        oldWrites--;
        write(source, OLD, toSource);
      }
      if (active && newWrites > 0 && random.nextInt(4) == 0) {
        newWrites--;
        write(target, NEW, toTarget);
      }
      if (random.nextInt(400) == 0) {
        overtake();
      }
    } finally {
      depth--;
    }
  }

  /** Another migrator takes a step while this one pauses. */
  private void overtake() {
    now = now.plusSeconds(31);
    try {
      StoreSimHistory.next(this, migration());
    } catch (Stop | MigrationException | StorageException ignored) {
      // what it did until then is done
    }
    now = now.plusSeconds(31);
  }

  private void write(InMemoryRecordStore store, String namespace, Map<RecordId, Written> written) {
    String partition = "u" + random.nextInt(2);
    try {
      if (random.nextInt(60) == 0) {
        store.erase(namespace, partition, record -> {});
        written.keySet().removeIf(id -> id.partition().equals(partition));
        erased.add(partition);
        if (store == source) {
          erasedAt.put(partition, store.latest());
        }
        return;
      }
      String kind = KINDS.get(random.nextInt(KINDS.size()));
      RecordId id = new RecordId(namespace, kind, partition, "r" + random.nextInt(IDS));
      WriteBatch.Builder batch = WriteBatch.by(new Author(namespace, "somebody"));
      boolean deletes = random.nextInt(5) == 0;
      String value = "v" + ++values;
      batch = deletes ? batch.delete(id) : batch.put(id, payload(value));
      CommitResult result = store.commit(batch.build());
      Version version = ((CommitResult.Committed) result).versions().getFirst();
      if (!version.equals(Version.NONE)) {
        written.put(id, new Written(deletes ? Optional.empty() : Optional.of(value), version));
      }
    } catch (StorageException frozen) {
      // refused, and its writer knows
    }
  }

  private static Payload payload(String text) {
    return Payload.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Looks at the moment in which the target takes over. */
  void committed() {
    if (active || phase() != Phase.ACTIVE) {
      return;
    }
    active = true;
    Version followed = state().orElseThrow().followed();
    toSource.values().removeIf(it -> !it.version().isAfter(followed));
    Map<String, String> here = content(source, OLD);
    Map<String, String> there = content(target, NEW);
    Set<String> late = later(followed);
    here.keySet().removeAll(late);
    there.keySet().removeAll(late);
    if (!here.equals(there) || (strategy.freezes() && !late.isEmpty())) {
      mismatchAtCutover = here + " is not " + there + ", late: " + late;
    }
  }

  /** The names of the records of the source that writers changed behind a version. */
  Set<String> later(Version version) {
    Set<String> later = new HashSet<>();
    toSource.forEach(
        (id, last) -> {
          if (last.version().isAfter(version)) {
            later.add(name(id));
          }
        });
    erasedAt.forEach(
        (partition, at) -> {
          if (at.isAfter(version)) {
            KINDS.forEach(
                kind ->
                    IntStream.range(0, IDS)
                        .forEach(id -> later.add(kind + "/" + partition + "/r" + id)));
          }
        });
    return later;
  }

  static String name(RecordId id) {
    return id.kind() + "/" + id.partition() + "/" + id.id();
  }

  static Map<String, String> content(InMemoryRecordStore store, String namespace) {
    Map<String, String> content = new TreeMap<>();
    for (String kind : StoreWork.counts(store, namespace).keySet()) {
      store
          .scan(Scan.of(namespace, kind))
          .items()
          .forEach(
              it ->
                  content.put(
                      name(it.id()),
                      it.payload().read(b -> new String(b, StandardCharsets.UTF_8))));
    }
    return content;
  }
}
