package dev.cairn.migration.live;

import dev.cairn.store.RecordStore;
import dev.cairn.store.SharedStore;

/**
 * Puts the old home in charge again. A store that can be frozen takes no writes from then on, but
 * for moments in which this commits what it did; what others slipped in there is carried over, too.
 * Not thread-safe.
 */
final class Rollback {
  private static final int MAX_ROUNDS = 100;

  private final Work work;
  private final Mirroring mirroring;
  private final RecordStore store;

  Rollback(Work work) {
    this.work = work;
    this.mirroring = new Mirroring(work);
    this.store = work.target().documents().records();
  }

  MirrorReport run() {
    thaw();
    MirrorReport report = mirroring.drain();
    if (work.state().phase() == Phase.ACTIVE) {
      report = report.plus(mirroring.sweep());
    }
    for (int round = 0; round < MAX_ROUNDS; round++) {
      freeze();
      boolean quiet = mirroring.pending(work.state().mirrored()).contents().isEmpty();
      if (quiet && work.state().phase() == Phase.LEGACY) {
        return report;
      }
      MirrorReport last = mirroring.drain();
      report = report.plus(last);
      if (work.isHeld() && last.held() > 0) {
        thaw();
        report = report.plus(mirroring.drain());
        continue;
      }
      if (work.state().phase() != Phase.LEGACY) {
        MigrationState state = work.state();
        MigrationState next =
            state
                .mirroring(false, state.mirrored(), state.stragglers())
                .to(work.step(Phase.LEGACY, "rolled back"));
        work.commit(next.fenced(""));
      }
      thaw();
    }
    throw new MigrationException(
        "The target is written to all the time, so that the old home does not catch up. Stop whoever writes there, and run the rollback again.");
  }

  private void freeze() {
    if (store instanceof SharedStore shared) {
      shared.freeze("rollback of the migration by " + work.author());
      work.hold();
    }
  }

  private void thaw() {
    if (store instanceof SharedStore shared) {
      shared.thaw("rollback of the migration by " + work.author());
      if (work.isHeld()) {
        work.release();
      }
    }
  }
}
