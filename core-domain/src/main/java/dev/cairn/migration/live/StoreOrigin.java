package dev.cairn.migration.live;

import dev.cairn.document.DocumentStore;
import dev.cairn.lock.Lease;
import dev.cairn.store.FreezableStore;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Version;
import java.time.InstantSource;
import java.util.Optional;

/** A namespace of another store, whose change log tells what is to be copied. */
record StoreOrigin(
    RecordStore source,
    String namespace,
    String place,
    DocumentStore documents,
    Sizes sizes,
    InstantSource clock)
    implements Origin {

  /** What the format of such a source is called. */
  static final String FORMAT = "cairn";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public MigrationPlan plan(double share, MigrationListener listener) {
    return new StorePlanning(source, namespace, share, listener, System::nanoTime).run();
  }

  @Override
  public Fence usualFence() {
    return source instanceof FreezableStore ? new Fence.Frozen() : new Fence.Advisory();
  }

  @Override
  public MigrationState begin() {
    return MigrationState.begin(place, FORMAT, true);
  }

  @Override
  public Course course(
      MigrationListener listener, Optional<Lease> lease, MigrationState state, Version version) {
    return new StoreCourse(new StoreWork(this, listener, lease, state, version));
  }
}
