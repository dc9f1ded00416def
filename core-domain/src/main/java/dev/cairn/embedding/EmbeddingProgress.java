package dev.cairn.embedding;

import java.time.Duration;

/**
 * How far a run has come.
 *
 * @param texts how many vectors have been handed over
 * @param elapsed since the run began
 * @param cancelled whether the run ended before its texts did
 */
public record EmbeddingProgress(long texts, Duration elapsed, boolean cancelled) {

  /** 0 if no time has passed. */
  public double textsPerSecond() {
    return elapsed.isZero() ? 0 : texts / (elapsed.toNanos() / 1e9);
  }
}
