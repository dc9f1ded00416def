package dev.cairn.migration.live;

import dev.cairn.lock.Lease;
import dev.cairn.store.Version;
import java.util.Optional;

/** What a migration comes from. Thread-safe. */
interface Origin {

  /** Where it is, for messages and the journal. */
  String place();

  /** The name of its format. */
  String format();

  MigrationPlan plan(double share, MigrationListener listener);

  /** The strongest fence that can be put up from here. */
  Fence usualFence();

  /** A state in which nothing was done. */
  MigrationState begin();

  /** The work from a state on. */
  Course course(
      MigrationListener listener, Optional<Lease> lease, MigrationState state, Version version);
}
