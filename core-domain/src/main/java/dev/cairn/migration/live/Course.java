package dev.cairn.migration.live;

import java.util.Optional;

/**
 * The steps of a migration at work that depend on what its source is. Each commits what it did, and
 * goes on where it was stopped when it is called again. Not thread-safe.
 */
interface Course {

  Work work();

  /** Whether the target has something of what is to be copied. */
  boolean isTargetFilled();

  /**
   * Makes the fence stand, and sees that it does.
   *
   * @return what the journal calls it
   */
  String fence(Fence fence);

  /**
   * Finishes the pass that is under way, or makes one.
   *
   * @return whether it found nothing to copy and no fence came up meanwhile
   */
  boolean pass();

  /** How the two compare; empty if the source changed meanwhile. */
  Optional<VerificationReport> compare();

  /** Sees that the source has not changed since it was compared, as far as that can be seen. */
  void requireUnchanged();

  /** Writes to the old home what changed in the target since the last time. */
  MirrorReport drain();

  /** Looks for writes of stragglers in the whole of the old home. */
  MirrorReport sweep();

  /** Whether the old home has all that the target has. */
  boolean isMirrored();

  /** The state of a migration that was rolled back. */
  MigrationState rolledBack(MigrationState state);

  /** Lets the old home take writes again. */
  void handBack();

  /** Deletes from the source what was copied, unless it has changed since. */
  FinalReport finish();

  /** Removes what was copied from the target. */
  void remove();
}
