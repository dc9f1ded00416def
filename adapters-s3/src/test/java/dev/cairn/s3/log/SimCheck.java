package dev.cairn.s3.log;

import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ManualTimeline;
import dev.cairn.store.Change;
import dev.cairn.store.Expectation;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Holds a history against the log that it left behind. */
final class SimCheck {
  private static final LogConfig PATIENT =
      new LogConfig(
          1_000_000, Duration.ofDays(1), Duration.ofSeconds(5), Duration.ZERO, 1_000_000, false);

  private final Sim sim;
  private final List<Change> log;
  private final Map<RecordId, TreeMap<Version, Change>> byRecord = new HashMap<>();
  private final Map<String, TreeMap<Version, Change>> byCommit = new HashMap<>();

  SimCheck(Sim sim) {
    this.sim = sim;
    SimLog written = new SimLog(sim.bucket);
    log = written.changes;
    try (S3RecordStore started = open(sim.bucket)) {
      requireSameFromTheFirstSlot(started, written);
    }
    for (Change change : log) {
      byRecord.computeIfAbsent(change.id(), id -> new TreeMap<>()).put(change.version(), change);
      byCommit
          .computeIfAbsent(change.author().principal(), name -> new TreeMap<>())
          .put(change.version(), change);
    }
  }

  private static S3RecordStore open(InMemoryObjectStore bucket) {
    return S3RecordStore.open(
        bucket,
        PATIENT,
        new ManualTimeline(),
        new SplittableRandom(1),
        Runnable::run,
        NoGuard.NONE);
  }

  private static void requireSameFromTheFirstSlot(S3RecordStore started, SimLog written) {
    try (S3RecordStore replayed = open(written.bucket())) {
      Scan all = Scan.of("app", "fact");
      require(started.scan(all).equals(replayed.scan(all)), "checkpoint and log differ");
      require(started.statistics("app").equals(replayed.statistics("app")), "statistics differ");
      require(
          started
              .changes("app", Version.NONE, Integer.MAX_VALUE)
              .equals(replayed.changes("app", Version.NONE, Integer.MAX_VALUE)),
          "change logs differ");
      require(written.state.tokens().equals(started.tokens()), "the tokens of leases differ");
      require(
          started.statistics("app").total().records() == started.scan(all).items().size(),
          "counts are wrong");
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  void check() {
    SimIndexes.requireWhole(sim.bucket);
    byRecord.values().forEach(SimCheck::checkChain);
    for (SimHistory.Commit commit : sim.history.commits) {
      check(commit);
    }
    checkOrder();
    new SimFencing(sim.history, byCommit).check();
    for (SimHistory.Read read : sim.history.reads) {
      checkRead(read);
    }
  }

  private static void checkChain(TreeMap<Version, Change> changes) {
    Version before = Version.NONE;
    for (Change change : changes.values()) {
      require(change.before().equals(before), "a change does not follow the one before it");
      before = change.type() == Change.Type.PUT ? change.version() : Version.NONE;
    }
  }

  private void check(SimHistory.Commit commit) {
    TreeMap<Version, Change> made = byCommit.getOrDefault(commit.name(), new TreeMap<>());
    String name = commit.name() + " (" + commit.told + ")";
    switch (commit.told) {
      case COMMITTED -> {
        for (int i = 0; i < commit.batch.writes().size(); i++) {
          Version version = commit.versions.get(i);
          if (!version.equals(Version.NONE)) {
            Change change = made.get(version);
            require(change != null, "LOST: a write of " + name + " at " + version);
            require(change.id().equals(commit.batch.writes().get(i).id()), "MIXED: " + name);
          }
        }
        long told = commit.versions.stream().filter(v -> !v.equals(Version.NONE)).count();
        require(made.size() == told, "DUPLICATE: " + name);
      }
      case CONFLICT, OVERTAKEN, FAILED -> require(made.isEmpty(), "PHANTOM: " + name);
      case UNKNOWN, NOTHING -> {}
    }
    checkOnceAndWhole(commit, made, name);
  }

  /** What is in the log of a commit is there once, whole, and with its expectations met. */
  private static void checkOnceAndWhole(
      SimHistory.Commit commit, TreeMap<Version, Change> made, String name) {
    if (made.isEmpty()) {
      return;
    }
    Map<RecordId, Change> byId = new HashMap<>();
    for (Change change : made.values()) {
      require(byId.put(change.id(), change) == null, "DUPLICATE: " + name);
    }
    long span = made.lastKey().position() - made.firstKey().position() + 1;
    require(span == made.size(), "TORN APART: " + name);
    for (Write write : commit.batch.writes()) {
      Change change = byId.get(write.id());
      require(change != null || write instanceof Write.Delete, "HALF: " + name);
      if (change != null) {
        Expectation expectation = write.expectation();
        require(expectation.holds(change.before()), "EXPECTATION: " + name);
      }
    }
  }

  /** What was acknowledged before another commit began is before it in the log. */
  private void checkOrder() {
    for (SimHistory.Commit commit : sim.history.commits) {
      TreeMap<Version, Change> made = byCommit.get(commit.name());
      if (made != null) {
        Version floor = sim.acknowledgedBefore(commit.started);
        require(made.firstKey().isAfter(floor), "ORDER: " + commit.name());
      }
      commit.conflict.ifPresent(
          conflict ->
              require(
                  wasThere(
                      conflict.id(), conflict.actual(), sim.acknowledgedBefore(commit.started)),
                  "STALE CONFLICT: " + commit.name()));
    }
  }

  private void checkRead(SimHistory.Read read) {
    Version version = read.found().map(Record::version).orElse(Version.NONE);
    Version floor = sim.acknowledgedBefore(read.started());
    require(
        wasThere(read.id(), version, floor),
        "STALE READ: %s of %s, acknowledged was %s".formatted(version, read.id().id(), floor));
    if (read.found().isPresent()) {
      Change change = byRecord.get(read.id()).get(version);
      String expected = change.author().principal() + read.id().id();
      String found = read.found().get().payload().read(b -> new String(b, StandardCharsets.UTF_8));
      require(found.equals(expected), "WRONG PAYLOAD: " + found + " for " + expected);
    }
  }

  /** Whether a record had this version at some place of the log from {@code floor} on. */
  private boolean wasThere(RecordId id, Version version, Version floor) {
    TreeMap<Version, Change> changes = byRecord.getOrDefault(id, new TreeMap<>());
    Map<Version, Boolean> states = new TreeMap<>();
    Optional<Version> atFloor =
        Optional.ofNullable(changes.floorEntry(floor)).map(entry -> present(entry.getValue()));
    states.put(atFloor.orElse(Version.NONE), true);
    changes.tailMap(floor, false).values().forEach(change -> states.put(present(change), true));
    return states.containsKey(version);
  }

  private static Version present(Change change) {
    return change.type() == Change.Type.PUT ? change.version() : Version.NONE;
  }
}
