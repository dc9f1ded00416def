package dev.cairn.search;

/** How an index got back what it held. */
public sealed interface RestoreOutcome {

  /** Everything came from the snapshot. */
  record Restored(int entries) implements RestoreOutcome {}

  /**
   * The snapshot could not be used, wholly or in part, and what it lacked was made anew.
   *
   * @param reason what was wrong with the snapshot, for an operator
   */
  record Rebuilt(int entries, String reason) implements RestoreOutcome {}
}
