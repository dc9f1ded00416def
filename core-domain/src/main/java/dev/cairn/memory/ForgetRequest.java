package dev.cairn.memory;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What to forget.
 *
 * @param userId whose memory
 * @param category only the user's facts of this category with their history; if empty all facts,
 *     their history, turns, episodes and affinities
 * @param dryRun whether to count only
 */
public record ForgetRequest(String userId, Optional<String> category, boolean dryRun) {

  /**
   * @throws IllegalArgumentException if the user's id is empty
   */
  public ForgetRequest {
    requireNonNull(category, "category");
    if (requireNonNull(userId, "userId").isEmpty()) {
      throw new IllegalArgumentException(
          "Forgetting needs a user's id, but it is empty. Give the id of the user to forget.");
    }
  }

  /** All there is of a user. */
  public static ForgetRequest user(String userId) {
    return new ForgetRequest(userId, Optional.empty(), false);
  }

  /** The user's facts of one category. */
  public static ForgetRequest category(String userId, String category) {
    return new ForgetRequest(userId, Optional.of(category), false);
  }

  /** The same, only counted. */
  public ForgetRequest asDryRun() {
    return new ForgetRequest(userId, category, true);
  }
}
