package dev.cairn.migration.live;

import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupHeader;
import dev.cairn.memory.TestClients;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs one history of a migration between stores to its end and checks it. */
final class StoreSimHistory {
  private static final int MAX_ATTEMPTS = 400;

  private StoreSimHistory() {}

  /**
   * @throws AssertionError if something was lost
   */
  static void run(long seed, StoreSimTest.Strategy strategy, StoreSim.Breakage breakage) {
    StoreSim sim = new StoreSim(seed, strategy, breakage);
    int end = sim.random.nextInt(3);
    for (int i = 0; !sim.active; i++) {
      require(i < MAX_ATTEMPTS, "the target never took over");
      attempt(sim);
    }
    require(sim.mismatchAtCutover.isEmpty(), "lost at the cutover: " + sim.mismatchAtCutover);
    int rounds = 3 + sim.random.nextInt(8);
    for (int i = 0; i < rounds; i++) {
      attempt(sim);
    }
    switch (end) {
      case 0 -> rollBack(sim);
      case 1 -> {
        sim.quiet();
        sim.migration().setMirror(true, sim.state().orElseThrow().stragglers());
        sim.migration().mirror(true, MigrationListener.NONE);
        requireSame(sim);
      }
      default -> finish(sim);
    }
    requireNothingLost(sim);
  }

  private static void rollBack(StoreSim sim) {
    for (int i = 0; sim.phase() != Phase.LEGACY && i < MAX_ATTEMPTS; i++) {
      try {
        sim.migration().rollback(MigrationListener.NONE);
      } catch (StoreSim.Stop | MigrationException | StorageException stopped) {
        // the next attempt goes on
      }
    }
    sim.quiet();
    sim.migration().rollback(MigrationListener.NONE);
    requireSame(sim);
    require(sim.source.frozen().isEmpty(), "the source is still frozen");
    require(sim.target.frozen().isPresent(), "the target is not frozen");
  }

  private static void finish(StoreSim sim) {
    sim.reliable();
    sim.quiet();
    Map<String, String> before = StoreSim.content(sim.target, StoreSim.NEW);
    BackupHeader header =
        new BackupHeader("b", Optional.empty(), StoreSim.NEW, sim.target.latest(), Instant.EPOCH);
    List<Record> records =
        sim.target.statistics(StoreSim.NEW).kinds().keySet().stream()
            .flatMap(kind -> sim.target.scan(Scan.of(StoreSim.NEW, kind)).items().stream())
            .toList();
    FinalReport report =
        sim.migration()
            .finish(
                StoreSim.NEW,
                header,
                sink ->
                    records.forEach(it -> sink.accept(new BackupEntry.Kept(it, Optional.empty()))),
                MigrationListener.NONE);
    Map<String, String> left = StoreSim.content(sim.source, StoreSim.OLD);
    require(sim.phase() == Phase.CONTRACTED, "not finished");
    require(report.changed() == left.size(), "left: " + left + ", told: " + report);
    boolean imports = sim.state().orElseThrow().stragglers() == StragglerPolicy.IMPORT;
    require(
        imports || before.equals(StoreSim.content(sim.target, StoreSim.NEW)), "the target changed");
  }

  static void attempt(StoreSim sim) {
    try {
      next(sim, sim.migration());
    } catch (StoreSim.Stop | MigrationException | StorageException stopped) {
      // the next attempt goes on
    }
  }

  static Object next(StoreSim sim, LiveMigration migration) {
    MigrationListener listener = MigrationListener.NONE;
    return switch (sim.phase()) {
      case LEGACY, PREPARED, COPYING, PAUSED ->
          sim.active ? migration.rollback(listener) : migration.start(listener);
      case SYNCED ->
          sim.random.nextInt(8) == 0
              ? migration.pause()
              : migration.fence(sim.strategy.freezes() ? new Fence.Frozen() : new Fence.Advisory());
      case FENCED -> migration.verify(listener);
      case VERIFIED -> migration.cutover(sim.strategy.mirrors(), policy(sim));
      case ACTIVE -> {
        if (sim.random.nextInt(6) == 0) {
          migration.setMirror(true, policy(sim));
        }
        yield sim.state().orElseThrow().mirror() ? migration.mirror(true, listener) : "off";
      }
      case CONTRACTED -> "done";
    };
  }

  private static StragglerPolicy policy(StoreSim sim) {
    return StragglerPolicy.values()[sim.random.nextInt(StragglerPolicy.values().length)];
  }

  // Checks

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }

  private static Set<String> held(StoreSim sim) {
    Set<String> held = new HashSet<>();
    for (Journal.Named<List<String>> item :
        new Journal(TestClients.replacing(sim.target).documents())
            .pendingItems("", 10_000)
            .items()) {
      List<String> parts = item.value();
      held.add(parts.get(1) + "/" + parts.get(2) + "/" + parts.get(3));
    }
    return held;
  }

  private static void requireSame(StoreSim sim) {
    Map<String, String> here = StoreSim.content(sim.source, StoreSim.OLD);
    Map<String, String> there = StoreSim.content(sim.target, StoreSim.NEW);
    Set<String> free = held(sim);
    if (sim.phase() == Phase.LEGACY) { // the source is in charge again, so what is there stays
      free.addAll(sim.later(sim.state().orElseThrow().followed()));
    }
    here.keySet().removeAll(free);
    there.keySet().removeAll(free);
    require(here.equals(there), "source " + here + " is not target " + there);
  }

  /** Whatever a writer was told is saved must still be somewhere, unless a writer replaced it. */
  private static void requireNothingLost(StoreSim sim) {
    Map<String, Set<String>> known = new HashMap<>();
    Set<String> contested = new HashSet<>();
    StoreSim.content(sim.source, StoreSim.OLD).forEach((name, value) -> add(known, name, value));
    StoreSim.content(sim.target, StoreSim.NEW).forEach((name, value) -> add(known, name, value));
    for (Conflict conflict : sim.migration().conflicts()) {
      contested.add(conflict.item());
      conflict
          .parts()
          .values()
          .forEach(body -> add(known, conflict.item(), new String(body, StandardCharsets.UTF_8)));
      conflict
          .replaced()
          .ifPresent(
              it ->
                  add(
                      known,
                      conflict.item(),
                      new String(
                          Base64.getDecoder().decode(new Members(it).text("payload")),
                          StandardCharsets.UTF_8)));
    }
    requireKnown("source", sim, sim.toSource, known, contested);
    requireKnown("target", sim, sim.toTarget, known, contested);
  }

  private static void add(Map<String, Set<String>> known, String name, String value) {
    known.computeIfAbsent(name, it -> new HashSet<>()).add(value);
  }

  private static void requireKnown(
      String side,
      StoreSim sim,
      Map<RecordId, StoreSim.Written> written,
      Map<String, Set<String>> known,
      Set<String> contested) {
    Map<String, String> there = StoreSim.content(sim.target, StoreSim.NEW);
    written.forEach(
        (id, last) -> {
          String name = StoreSim.name(id);
          boolean erased = sim.erased.contains(id.partition());
          Set<String> values = known.getOrDefault(name, Set.of());
          boolean back = side.equals("target") && there.containsKey(name);
          boolean found =
              last.value().map(values::contains).orElse(!back || contested.contains(name));
          require(
              found || erased,
              "lost of the %s: %s of %s; known %s".formatted(side, last, name, values));
        });
    require(contested != known, "");
  }
}
