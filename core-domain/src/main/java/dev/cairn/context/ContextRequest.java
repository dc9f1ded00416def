package dev.cairn.context;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What a prompt needs to know.
 *
 * @param userId about whom
 * @param query what the prompt is about; facts that share words with it come first
 * @param budgetTokens how many tokens the text may have, at least 0
 * @param fields which members of facts to show
 * @param now from when facts look back, for recency
 */
public record ContextRequest(
    String userId, Optional<String> query, int budgetTokens, FieldSelection fields, Instant now) {

  /**
   * @throws IllegalArgumentException if the user id is empty or the budget negative
   */
  public ContextRequest {
    requireNonNull(query, "query");
    requireNonNull(fields, "fields");
    requireNonNull(now, "now");
    if (userId.isEmpty()) {
      throw new IllegalArgumentException(
          "A context is about a user, but the user id is empty. Give the user's id.");
    }
    if (budgetTokens < 0) {
      throw new IllegalArgumentException(
          "A budget must be 0 tokens or more, but is %d. Give what the prompt has room for."
              .formatted(budgetTokens));
    }
  }

  public ContextRequest withQuery(String text) {
    return new ContextRequest(userId, Optional.of(text), budgetTokens, fields, now);
  }

  public ContextRequest withBudget(int tokens) {
    return new ContextRequest(userId, query, tokens, fields, now);
  }

  public ContextRequest withFields(FieldSelection selection) {
    return new ContextRequest(userId, query, budgetTokens, selection, now);
  }
}
