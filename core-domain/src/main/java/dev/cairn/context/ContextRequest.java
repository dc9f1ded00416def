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
 * @param quoteShare which part of the budget, 0 to 1, quotes of the turns that facts came from may
 *     take; 0 for no quotes
 * @param now from when facts look back, for recency
 */
public record ContextRequest(
    String userId,
    Optional<String> query,
    int budgetTokens,
    FieldSelection fields,
    double quoteShare,
    Instant now) {

  /**
   * @throws IllegalArgumentException if the user id is empty, the budget negative, or the share not
   *     from 0 to 1
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
    if (!(quoteShare >= 0 && quoteShare <= 1)) {
      throw new IllegalArgumentException(
          "The share of quotes must be from 0 to 1, but is %s. Give 0.3 for up to 30 %% of the budget."
              .formatted(quoteShare));
    }
  }

  /** A request without query and quotes. */
  public static ContextRequest of(
      String userId, int budgetTokens, FieldSelection fields, Instant now) {
    return new ContextRequest(userId, Optional.empty(), budgetTokens, fields, 0, now);
  }

  public ContextRequest withQuery(String text) {
    return new ContextRequest(userId, Optional.of(text), budgetTokens, fields, quoteShare, now);
  }

  public ContextRequest withBudget(int tokens) {
    return new ContextRequest(userId, query, tokens, fields, quoteShare, now);
  }

  public ContextRequest withFields(FieldSelection selection) {
    return new ContextRequest(userId, query, budgetTokens, selection, quoteShare, now);
  }

  public ContextRequest withQuotes(double share) {
    return new ContextRequest(userId, query, budgetTokens, fields, share, now);
  }
}
