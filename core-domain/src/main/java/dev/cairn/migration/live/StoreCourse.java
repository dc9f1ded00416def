package dev.cairn.migration.live;

import dev.cairn.store.FreezableStore;
import dev.cairn.store.Freezing;
import dev.cairn.store.SharedStore;
import java.util.Optional;

/** The steps of a migration from another store. Not thread-safe. */
record StoreCourse(StoreWork work) implements Course {

  @Override
  public boolean isTargetFilled() {
    return !StoreWork.counts(work.target(), work.documents().namespace()).isEmpty();
  }

  @Override
  public String fence(Fence fence) {
    return switch (fence) {
      case Fence.Advisory advisory -> advisory.label();
      case Fence.Frozen ignored -> freeze();
      case Fence.Enforced ignored ->
          throw new MigrationException(
              "A store of Cairn needs no policy to keep writers out: it is frozen. Fence without '--canary'.");
    };
  }

  private String freeze() {
    if (!(work.source() instanceof FreezableStore source)) {
      throw new MigrationException(
          "The source cannot be frozen. Stop its writers, and fence with '--advisory'.");
    }
    source.freeze(work.by());
    if (work.target() instanceof SharedStore shared) {
      shared.refresh();
    }
    if (work.target() instanceof FreezableStore target && target.frozen().isPresent()) {
      source.thaw(work.by());
      throw new MigrationException(
          "The target is frozen, too: it is in the same store as the source, or someone froze it. Run 'cairn thaw' in the latter case, else stop the writers and fence with '--advisory'.");
    }
    long slot = source.frozen().map(Freezing::slot).orElse(0L);
    return Fence.FROZEN + " at slot " + slot;
  }

  private void requireFrozen() {
    boolean holds =
        !work.isFencedByFreezing()
            || (work.source() instanceof FreezableStore source
                && source
                    .frozen()
                    .filter(it -> work.state().fence().endsWith(" at slot " + it.slot()))
                    .isPresent());
    if (!holds) {
      throw new MigrationException(
          "The source is not %s any more: someone has thawed it. Run 'migrate fence' again, then 'migrate verify'."
              .formatted(work.state().fence()));
    }
  }

  @Override
  public boolean pass() {
    return new RecordCopying(work).pass();
  }

  @Override
  public Optional<VerificationReport> compare() {
    if (work.state().phase() == Phase.FENCED || work.state().phase() == Phase.VERIFIED) {
      work.refreshSource();
      requireFrozen();
      if (work.hasSourceChanged(work.state().followed())) {
        return Optional.empty();
      }
    }
    return new RecordComparison(work).run();
  }

  @Override
  public void requireUnchanged() {
    work.refreshSource();
    requireFrozen();
    if (work.hasSourceChanged(work.state().followed())) {
      throw new MigrationException(
          "Somebody wrote to the source since it was verified. Nothing is lost: stop them, and run 'migrate verify' again.");
    }
    work.target().advanceTo(work.source().latest());
  }

  @Override
  public MirrorReport drain() {
    return new RecordMirror(work).drain();
  }

  @Override
  public MirrorReport sweep() {
    return MirrorReport.NOTHING; // the source's log tells of every straggler, and drain reads it
  }

  @Override
  public boolean isMirrored() {
    return new RecordMirror(work).isMirrored();
  }

  @Override
  public MigrationState rolledBack(MigrationState state) {
    return state.with(Pass.NONE); // a later copy must begin anew, for the source has changed since
  }

  @Override
  public void handBack() {
    work.inSource(
        source -> {
          source.advanceTo(work.target().latest());
          return true;
        });
    work.thawSource();
  }

  @Override
  public FinalReport finish() {
    return new RecordFinalization(work).run();
  }

  @Override
  public void remove() {
    new RecordRemoval(work).run();
    work.thawSource();
  }
}
