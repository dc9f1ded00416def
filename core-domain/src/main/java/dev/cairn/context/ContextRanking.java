package dev.cairn.context;

import dev.cairn.memory.Fact;
import java.time.Duration;
import java.time.Instant;

/**
 * What a fact is worth to a prompt: a weighted mean of its relevance to the query, importance,
 * confidence and recency, each from 0 to 1. Importance and confidence count as one half where they
 * are missing or not numbers from 0 to 1; recency as 0 where the time is.
 *
 * @param relevance weight of relevance; has no effect without a query
 * @param importance weight of importance
 * @param confidence weight of confidence
 * @param recency weight of recency
 * @param halfLife after which time recency has halved
 * @param minimumPerCategory how many facts of each category are taken before others, 0 for none
 */
public record ContextRanking(
    double relevance,
    double importance,
    double confidence,
    double recency,
    Duration halfLife,
    int minimumPerCategory) {

  public static final ContextRanking DEFAULT =
      new ContextRanking(2.0, 0.5, 0.2, 0.3, Duration.ofDays(90), 0);

  private static final double UNKNOWN = 0.5;

  /**
   * @throws IllegalArgumentException if a weight or the minimum is negative, no weight but that of
   *     relevance is positive, or the half-life is not positive
   */
  public ContextRanking {
    requireWeight("relevance", relevance);
    requireWeight("importance", importance);
    requireWeight("confidence", confidence);
    requireWeight("recency", recency);
    if (importance + confidence + recency <= 0) {
      throw new IllegalArgumentException(
          "One of the weights importance, confidence and recency must be above 0, but all are 0.");
    }
    if (halfLife.isNegative() || halfLife.isZero()) {
      throw new IllegalArgumentException(
          "'halfLife' must be longer than nothing, but is %s. Give a duration such as P90D."
              .formatted(halfLife));
    }
    if (minimumPerCategory < 0) {
      throw new IllegalArgumentException(
          "'minimumPerCategory' must be 0 or more, but is " + minimumPerCategory + ".");
    }
  }

  private static void requireWeight(String name, double weight) {
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The weight '%s' must be a number from 0 on, but is %s.".formatted(name, weight));
    }
  }

  /** What a fact is worth whatever the query, from 0 to 1. */
  double merit(Fact fact, Instant now) {
    double sum =
        importance * within(fact.importance().orElse(UNKNOWN))
            + confidence * within(fact.confidence().orElse(UNKNOWN))
            + recency * fact.timestamp().map(time -> recency(time, now)).orElse(0.0);
    return sum / (importance + confidence + recency);
  }

  /**
   * What a fact is worth to a query, from 0 to 1.
   *
   * @param relevanceToQuery from 0 to 1
   */
  double worth(double merit, double relevanceToQuery) {
    double others = importance + confidence + recency;
    return (others * merit + relevance * relevanceToQuery) / (others + relevance);
  }

  private static double within(double share) {
    return share >= 0 && share <= 1 ? share : UNKNOWN;
  }

  /** 1 at the fact's time and in the future, halved for each half-life that has passed. */
  private double recency(Instant time, Instant now) {
    double seconds = Math.max(0, (double) now.getEpochSecond() - time.getEpochSecond());
    return Math.pow(0.5, seconds / halfLife.toSeconds());
  }
}
