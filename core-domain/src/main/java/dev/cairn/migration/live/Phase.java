package dev.cairn.migration.live;

/** How far a migration is. */
public enum Phase {
  /** The source is in charge, and nothing was copied; also after a rollback or an abort. */
  LEGACY,
  /** The plan was accepted; nothing was copied yet. */
  PREPARED,
  /** The source is being copied. */
  COPYING,
  /** Copying was told to stop for now. */
  PAUSED,
  /** A pass over the source found nothing to copy. */
  SYNCED,
  /** The writers of the source are out, or were asked to be. */
  FENCED,
  /** Source and target were compared and are the same. */
  VERIFIED,
  /** The target is in charge. */
  ACTIVE,
  /** The copied objects were deleted from the source. */
  CONTRACTED;

  boolean copies() {
    return this == COPYING || this == SYNCED || this == FENCED || this == VERIFIED;
  }

  boolean isBeforeCutover() {
    return compareTo(ACTIVE) < 0;
  }
}
