package dev.cairn.migration.live;

import dev.cairn.store.FreezableStore;
import dev.cairn.store.RecordStore;

/**
 * Puts the old home in charge again. A store that can be frozen takes no writes from then on, but
 * for moments in which this commits what it did; what others slipped in there is carried over, too.
 * Not thread-safe.
 */
final class Rollback {
  private static final int MAX_ROUNDS = 100;

  private final Work work;
  private final Course course;
  private final RecordStore store;

  Rollback(Course course) {
    this.course = course;
    this.work = course.work();
    this.store = work.documents().records();
  }

  MirrorReport run() {
    thaw();
    MirrorReport report = course.drain();
    if (work.state().phase() == Phase.ACTIVE) {
      report = report.plus(course.sweep());
    }
    for (int round = 0; round < MAX_ROUNDS; round++) {
      freeze();
      boolean quiet = course.isMirrored();
      if (quiet && work.state().phase() == Phase.LEGACY) {
        course.handBack();
        return report;
      }
      MirrorReport last = course.drain();
      report = report.plus(last);
      if (work.isHeld() && last.held() > 0) {
        thaw();
        report = report.plus(course.drain());
        continue;
      }
      if (work.state().phase() != Phase.LEGACY) {
        MigrationState state = work.state();
        MigrationState next =
            state
                .mirroring(false, state.mirrored(), state.stragglers())
                .to(work.step(Phase.LEGACY, "rolled back"));
        work.commit(course.rolledBack(next.fenced("")));
      }
      thaw();
    }
    throw new MigrationException(
        "The target is written to all the time, so that the old home does not catch up. Stop whoever writes there, and run the rollback again.");
  }

  private void freeze() {
    if (store instanceof FreezableStore shared) {
      shared.freeze("rollback of the migration by " + work.author());
      work.hold();
    }
  }

  private void thaw() {
    if (store instanceof FreezableStore shared) {
      shared.thaw("rollback of the migration by " + work.author());
      if (work.isHeld()) {
        work.release();
      }
    }
  }
}
