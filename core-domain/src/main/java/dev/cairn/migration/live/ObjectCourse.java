package dev.cairn.migration.live;

import java.util.Optional;

/** The steps of a migration from one object for each part of an item. Not thread-safe. */
record ObjectCourse(ObjectWork work) implements Course {

  @Override
  public boolean isTargetFilled() {
    return !work.target().isEmpty();
  }

  @Override
  public String fence(Fence fence) {
    fence.check(
        work.journal().prefixes().stream()
            .filter(prefix -> prefix.endsWith("/"))
            .findFirst()
            .orElse(""));
    return fence.label();
  }

  @Override
  public boolean pass() {
    return new Copying(work).pass();
  }

  @Override
  public Optional<VerificationReport> compare() {
    return new Comparison(work).run();
  }

  @Override
  public void requireUnchanged() {
    // Only a pass over all of it tells; what is written from now on is a straggler's.
  }

  @Override
  public MirrorReport drain() {
    return new Mirroring(work).drain();
  }

  @Override
  public MirrorReport sweep() {
    return new Mirroring(work).sweep();
  }

  @Override
  public boolean isMirrored() {
    return new Mirroring(work).pending(work.state().mirrored()).contents().isEmpty();
  }

  @Override
  public MigrationState rolledBack(MigrationState state) {
    return state;
  }

  @Override
  public void handBack() {
    // Whoever was kept out was kept out by others.
  }

  @Override
  public FinalReport finish() {
    return new Finalization(work).run();
  }

  @Override
  public void remove() {
    new Removal(work).run();
  }
}
