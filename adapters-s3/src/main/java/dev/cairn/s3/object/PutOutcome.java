package dev.cairn.s3.object;

import java.time.Instant;

/** What came of a conditional write. */
public sealed interface PutOutcome {

  /**
   * The object was written.
   *
   * @param at when the store answered, by its clock
   */
  record Written(String etag, Instant at) implements PutOutcome {}

  /**
   * The condition did not hold when this request ran. Another request of the caller with the same
   * bytes may have been the one that made it so.
   */
  record Refused() implements PutOutcome {}

  /** Nothing was written, and nothing will be by this request; asking again may help. */
  record NotNow(String reason) implements PutOutcome {}

  /** The object was written, or will be, or not: only looking tells. */
  record Unclear(String reason) implements PutOutcome {}
}
