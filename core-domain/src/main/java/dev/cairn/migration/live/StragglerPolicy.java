package dev.cairn.migration.live;

/** What becomes of a write to the old home after the cutover. It is kept as a conflict anyway. */
public enum StragglerPolicy {
  /** The target's content is written over it. */
  KEEP_TARGET,
  /** It is taken into the target; what it replaces there is kept in the conflict. */
  IMPORT,
  /** Nothing is overwritten; the item is left alone until the policy changes. */
  HOLD
}
