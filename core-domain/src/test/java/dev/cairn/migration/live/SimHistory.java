package dev.cairn.migration.live;

import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupHeader;
import dev.cairn.json.JsonObject;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one history to its end and checks it. */
final class SimHistory {
  private static final int MAX_ATTEMPTS = 400;

  private SimHistory() {}

  /**
   * @throws AssertionError if something was lost
   */
  static void run(long seed, SimWorld.FenceKind fence, SimWorld.Breakage breakage) {
    SimWorld world = new SimWorld(seed, fence, breakage);
    int end = world.random.nextInt(3);
    int rounds = 3 + world.random.nextInt(8);
    for (int i = 0; !world.active; i++) {
      require(i < MAX_ATTEMPTS, "the target never took over");
      attempt(world);
    }
    if (world.enforced) {
      require(world.mismatchAtCutover.isEmpty(), "lost at the cutover: " + world.mismatchAtCutover);
    }
    for (int i = 0; i < rounds; i++) {
      attempt(world);
    }
    if (end == 0) {
      world.deliver(); // who rolls back has waited for the time-out of requests
      for (int i = 0; world.phase() != Phase.LEGACY && i < MAX_ATTEMPTS; i++) {
        attempt(world, LiveMigration::rollback);
      }
      world.quiet();
      world.migration().rollback(MigrationListener.NONE);
    } else {
      world.quiet();
      world.migration().mirror(true, MigrationListener.NONE);
    }
    SimCheck.atTheEnd(world);
    if (end == 2) {
      finish(world);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }

  /** Something that a migration is told. */
  private interface Deed {
    Object run(LiveMigration migration, MigrationListener listener);
  }

  static void attempt(SimWorld world) {
    attempt(world, (migration, listener) -> next(world, migration, listener));
  }

  private static void attempt(SimWorld world, Deed deed) {
    try {
      deed.run(world.migration(), MigrationListener.NONE);
    } catch (SimWorld.Stop | MigrationException | StorageException stopped) {
      // the next attempt goes on
    }
  }

  private static Object next(SimWorld world, LiveMigration migration, MigrationListener listener) {
    return switch (world.phase()) {
      case LEGACY, PREPARED, COPYING, PAUSED -> {
        if (world.active) {
          yield migration.rollback(listener);
        }
        yield migration.start(listener);
      }
      case SYNCED -> {
        if (world.breakage == SimWorld.Breakage.CLEAN_PASS_BEFORE_FENCE) {
          world.deny();
          yield trustEarlierPass(migration);
        }
        if (world.enforced) {
          world.deny();
        }
        yield migration.fence(new Fence.Advisory());
      }
      case FENCED -> migration.verify(listener);
      case VERIFIED ->
          migration.cutover(
              true,
              StragglerPolicy.values()[world.random.nextInt(StragglerPolicy.values().length)]);
      case ACTIVE -> migration.mirror(world.random.nextBoolean(), listener);
      case CONTRACTED -> "done";
    };
  }

  private static Object trustEarlierPass(LiveMigration migration) {
    return migration.trustForTest(
        state ->
            new VerificationReport(
                true,
                state.cleanPass(),
                "",
                Map.of(),
                Map.of(),
                "",
                "",
                0,
                0,
                Map.of(),
                List.of(),
                Instant.EPOCH));
  }

  private static void finish(SimWorld world) {
    BackupHeader header =
        new BackupHeader("b", Optional.empty(), "test", world.store.latest(), Instant.EPOCH);
    List<Record> records =
        world.store.statistics("test").kinds().keySet().stream()
            .flatMap(kind -> world.store.scan(Scan.of("test", kind)).items().stream())
            .toList();
    List<String> before = world.objects.keys();
    FinalReport report =
        world
            .migration()
            .finish(
                "test",
                header,
                sink ->
                    records.forEach(it -> sink.accept(new BackupEntry.Kept(it, Optional.empty()))),
                MigrationListener.NONE);
    require(
        report.deleted() + report.changed() >= 0
            && world.objects.keys().size() <= before.size()
            && world.phase() == Phase.CONTRACTED,
        "not finished: " + JsonObject.EMPTY);
  }
}
