package dev.cairn.migration.live;

import static java.util.Objects.requireNonNull;

import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Verb;
import dev.cairn.lock.InMemoryLockService;
import dev.cairn.memory.TestClients;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.CommitResult;
import dev.cairn.store.InMemoryRecordStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One history: an old home whose writers do not cooperate, a target, and migrators that stop, are
 * overtaken while they pause, and whose requests arrive late. All follows from the seed.
 */
final class SimWorld {
  static final int NOUNS = 4;
  static final int VERBS = 3;
  private static final int MAX_STOPS = 12;

  /** What is done wrong on purpose. */
  enum Breakage {
    NONE,
    CLEAN_PASS_BEFORE_FENCE,
    UNCONDITIONAL_MIRROR,
    COMMITTED_APART
  }

  /** How the old writers are kept out. */
  enum FenceKind {
    ADVISORY,
    ENFORCED
  }

  /** A migrator's process ends here. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("stop", null, false, false);
    }
  }

  final Random random;
  final Breakage breakage;
  final boolean enforced;
  final MemoryObjects objects = new MemoryObjects();
  final InMemoryRecordStore store = new InMemoryRecordStore(() -> Instant.EPOCH, 100_000);
  final KnowledgeGraph graph = new KnowledgeGraph(TestClients.replacing(store).documents());
  private final Journal journal = new Journal(TestClients.replacing(store).documents());
  private Instant now = Instant.EPOCH;
  final InMemoryLockService locks = new InMemoryLockService(() -> now, "sim");
  boolean frozen;

  /** The last write of an old writer to each key; empty for a deletion. */
  final Map<String, Optional<byte[]>> lastWritten = new TreeMap<>();

  /** The tag that the old home had for each key as the last of its writers left it. */
  final Map<String, String> lastTag = new TreeMap<>();

  /** What was recorded of each key as the target took over. */
  Map<String, String> recordedAtCutover = Map.of();

  String mismatchAtCutover = "";
  boolean active;
  private boolean denied;
  private boolean quiet;
  private boolean punctual;
  private int oldWrites;
  private int newWrites;
  private int stops;
  private int depth;
  private long values;
  private final List<Supplier<?>> late = new ArrayList<>();
  private final List<Map.Entry<String, byte[]>> halfWritten = new ArrayList<>();

  SimWorld(long seed, FenceKind fence, Breakage breakage) {
    this.random = new Random(seed);
    this.breakage = breakage;
    this.enforced = fence == FenceKind.ENFORCED;
    this.oldWrites = 10 + random.nextInt(30);
    this.newWrites = 4 + random.nextInt(16);
    for (int i = 0; i < NOUNS; i++) {
      if (random.nextBoolean()) {
        writeOld(TwoPartFormat.noun("n" + i, ++values));
      }
    }
    while (!halfWritten.isEmpty()) {
      writeHalf();
    }
  }

  // Migrators

  LiveMigration migration() {
    return LiveMigration.of(
        new SimObjects(this),
        Translation.of(new TwoPartFormat()),
        new GraphTarget(TestClients.replacing(new SimStore(this)).documents()),
        locks,
        () -> now,
        new Sizes(3, 1, 2),
        1);
  }

  /** A request that may be sent again, with what others do before it. */
  <T> T step(Supplier<T> request) {
    others();
    mayStop();
    return request.get();
  }

  /**
   * A request that changes something: its sender may stop before it arrives, or before the answer.
   */
  <T> T request(Supplier<T> request) {
    others();
    if (!punctual && stops < MAX_STOPS && random.nextInt(25) == 0) {
      late.add(request);
      stop();
    }
    T answer = request.get();
    mayStop();
    return answer;
  }

  CommitResult commit(Supplier<CommitResult> commit) {
    others();
    mayStop();
    CommitResult result = commit.get();
    if (!active && phase() == Phase.ACTIVE) {
      active = true;
      recordedAtCutover = recorded();
      mismatchAtCutover = SimCheck.mismatch(this, false);
    }
    if (random.nextInt(60) == 0 && stops < MAX_STOPS) {
      stops++;
      return new CommitResult.Unknown("the answer was lost");
    }
    mayStop();
    return result;
  }

  Phase phase() {
    return journal.load().map(it -> it.state().phase()).orElse(Phase.LEGACY);
  }

  /** Whether an object is as an old writer left it. */
  boolean isOfOldWriter(String key) {
    Optional<LegacyObjects.Found> there = objects.read(key);
    return lastWritten.containsKey(key)
        && (there.isEmpty()
            ? lastWritten.get(key).isEmpty()
            : there.get().tag().equals(lastTag.get(key)));
  }

  /** Whether an item of the old home was not taken over, and is left alone. */
  boolean isLeftAlone(String item) {
    ItemNote note = journal.notes(List.of(item)).get(item);
    return note != null && !note.isCopied();
  }

  private Map<String, String> recorded() {
    Map<String, String> tags = new TreeMap<>();
    journal
        .objects("", 1_000)
        .items()
        .forEach(it -> it.value().tag().ifPresent(tag -> tags.put(it.name(), tag)));
    return tags;
  }

  void mayStop() {
    if (stops < MAX_STOPS && random.nextInt(25) == 0) {
      stop();
    }
  }

  private void stop() {
    stops++;
    throw new Stop();
  }

  LegacyObjects.Change put(String key, byte[] body, Optional<String> tag) {
    if (breakage == Breakage.UNCONDITIONAL_MIRROR) {
      objects.write(key, body);
      return LegacyObjects.Change.DONE;
    }
    return objects.put(key, body, tag);
  }

  LegacyObjects.Change delete(String key, String tag) {
    if (breakage == Breakage.UNCONDITIONAL_MIRROR) {
      objects.remove(key);
      return LegacyObjects.Change.DONE;
    }
    return objects.delete(key, tag);
  }

  // What goes on meanwhile

  private void others() {
    if (depth > 0 || quiet) {
      return;
    }
    depth++;
    try {
      int dice = random.nextInt(100);
      if (dice < 14) {
        oldWriter();
      } else if (dice < 22 && !halfWritten.isEmpty() && !(active && phase() == Phase.LEGACY)) {
        writeHalf();
      } else if (dice < 30) {
        newWriter();
      } else if (dice < 33 && !late.isEmpty()) {
        requireNonNull(late.remove(random.nextInt(late.size())).get());
      } else if (dice < 35) {
        now = now.plusSeconds(31);
        SimHistory.attempt(this);
      } else if (dice == 99) {
        pause();
      }
    } finally {
      depth--;
    }
  }

  private void pause() {
    try {
      migration().pause();
    } catch (MigrationException | Stop notNow) {
      // it cannot be paused in this phase, or the one who would have stopped
    }
  }

  /** Nobody writes to the old home any more. */
  void quiet() {
    quiet = true;
    now = now.plusSeconds(31);
    denied = true;
    oldWrites = 0;
    newWrites = 0;
    halfWritten.clear();
    stops = MAX_STOPS;
    deliver();
  }

  /** The late requests arrive, and none is late from now on. */
  void deliver() {
    punctual = true;
    while (!late.isEmpty()) {
      requireNonNull(late.removeFirst().get());
    }
  }

  void deny() {
    denied = true;
    halfWritten.clear();
  }

  private void oldWriter() {
    if (denied || oldWrites == 0 || (active && phase() == Phase.LEGACY)) {
      return;
    }
    oldWrites--;
    String noun = "n" + random.nextInt(NOUNS);
    String verb = "v" + random.nextInt(VERBS);
    switch (random.nextInt(6)) {
      case 0 -> TwoPartFormat.noun(noun, 0).keySet().forEach(this::removeOld);
      case 1 -> removeOld("verbs/" + verb);
      case 2 ->
          writeOld(
              TwoPartFormat.verb(verb, noun, "n" + random.nextInt(NOUNS), random.nextInt(100)));
      default -> writeOld(TwoPartFormat.noun(noun, ++values));
    }
  }

  private void writeOld(Map<String, byte[]> parts) {
    new TreeMap<>(parts).forEach((key, body) -> halfWritten.add(Map.entry(key, body)));
    writeHalf();
  }

  private void writeHalf() {
    Map.Entry<String, byte[]> part = halfWritten.removeFirst();
    objects.write(part.getKey(), part.getValue());
    lastWritten.put(part.getKey(), Optional.of(part.getValue()));
    lastTag.put(part.getKey(), objects.read(part.getKey()).orElseThrow().tag());
  }

  private void removeOld(String key) {
    objects.remove(key);
    lastWritten.put(key, Optional.empty());
  }

  private void newWriter() {
    if (newWrites == 0 || frozen || phase() != Phase.ACTIVE) {
      return;
    }
    newWrites--;
    String noun = "n" + random.nextInt(NOUNS);
    String other = "n" + random.nextInt(NOUNS);
    switch (random.nextInt(5)) {
      case 0 -> graph.deleteNounWithVerbs(noun);
      case 1 -> graph.deleteVerb("v" + random.nextInt(VERBS));
      case 2 -> {
        if (graph.missing(List.of(noun, other)).isEmpty()) {
          graph.addVerb(
              Verb.of("v" + random.nextInt(VERBS), noun, "knows", other)
                  .withWeight(random.nextInt(100)));
        }
      }
      default -> graph.addNoun(TwoPartFormat.toNoun(noun, ++values));
    }
  }
}
