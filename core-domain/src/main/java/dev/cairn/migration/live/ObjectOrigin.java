package dev.cairn.migration.live;

import dev.cairn.lock.Lease;
import dev.cairn.store.Version;
import java.util.Optional;

/** A store of one object for each part of an item. */
record ObjectOrigin(MigrationSetup setup) implements Origin {

  @Override
  public String place() {
    return setup.objects().place();
  }

  @Override
  public String format() {
    return setup.translation().name();
  }

  @Override
  public MigrationPlan plan(double share, MigrationListener listener) {
    return new Planning(setup, share, listener, System::nanoTime).run();
  }

  @Override
  public Fence usualFence() {
    return new Fence.Advisory();
  }

  @Override
  public MigrationState begin() {
    return MigrationState.begin(place(), format(), false);
  }

  @Override
  public Course course(
      MigrationListener listener, Optional<Lease> lease, MigrationState state, Version version) {
    return new ObjectCourse(new ObjectWork(setup, listener, lease, state, version));
  }
}
