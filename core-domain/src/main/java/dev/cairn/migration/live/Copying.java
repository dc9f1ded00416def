package dev.cairn.migration.live;

/** Passes over the source. Not thread-safe. */
final class Copying {
  private final ObjectWork work;

  Copying(ObjectWork work) {
    this.work = work;
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
    return work.finishPass(work.state().pass().isClean(), "pass %d found nothing to copy");
  }
}
