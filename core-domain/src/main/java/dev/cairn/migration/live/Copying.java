package dev.cairn.migration.live;

/** Passes over the source. Not thread-safe. */
final class Copying {
  private final Work work;

  Copying(Work work) {
    this.work = work;
  }

  /** Goes on with passes until one found nothing to copy that began as the fence stood. */
  void untilClean() {
    while (!pass()) {
      work.tell("copying", work.state().pass().items(), 0);
    }
  }

  /**
   * Finishes the pass that is under way, or makes one.
   *
   * @return whether it found nothing to copy and no fence came up meanwhile
   */
  boolean pass() {
    if (work.state().pass().stage() == Pass.Stage.NONE) {
      boolean fenced = !work.state().fence().isEmpty();
      work.commit(work.state().with(work.state().pass().next(fenced, work.clock().instant())));
    }
    if (work.state().pass().stage() == Pass.Stage.LISTING) {
      new Listing(work).run();
    }
    new Reading(work).run();
    return finish();
  }

  private boolean finish() {
    MigrationState state = work.state();
    Pass pass = state.pass().at(Pass.Stage.NONE);
    MigrationState next = state.with(pass);
    if (pass.isClean()) {
      next = next.clean(pass.number(), pass.fenced());
      if (state.phase() == Phase.COPYING) {
        next =
            next.to(
                work.step(Phase.SYNCED, "pass %d found nothing to copy".formatted(pass.number())));
      }
    } else if (state.phase() == Phase.SYNCED) {
      next = next.to(work.step(Phase.COPYING, "pass %d found changes".formatted(pass.number())));
    }
    work.commit(next);
    return pass.isClean() && pass.fenced() == !state.fence().isEmpty();
  }
}
