package dev.cairn.s3.log;

import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Decides when a checkpoint is due: after many commits, or some large ones. Thread-safe. */
final class CheckpointDue implements Predicate<LogState> {
  private static final long BYTES = 32 << 20;

  /** After so many commits there may be a checkpoint only because they are large. */
  private static final int LARGE_COMMITS = 8;

  private final int commits;
  private volatile long triedAt;

  /**
   * @param commits about after how many
   */
  CheckpointDue(int commits, RandomGenerator random) {
    // Processes that started together should not all write the same checkpoint.
    this.commits = commits + random.nextInt(Math.max(1, commits / 4));
  }

  /** Says yes once; then again after as many commits. */
  @Override
  public boolean test(LogState state) {
    long since = state.tail() - Math.max(state.baseSlot(), triedAt);
    boolean due = since >= commits || (since >= LARGE_COMMITS && state.bytesSinceBase() >= BYTES);
    if (due) {
      triedAt = state.tail();
    }
    return due;
  }
}
