package dev.cairn;

import dev.cairn.context.ContextRanking;
import dev.cairn.context.FieldSelection;
import java.time.Duration;
import java.util.List;

/**
 * How contexts for prompts are assembled unless a request says otherwise. A component that is null
 * in the constructor has its default.
 *
 * @param renderer the format; {@code block} unless given
 * @param tokenizer what counts tokens; {@code o200k-base} unless given
 * @param fields {@code all}, {@code core} (category, key, value and time) or names of members;
 *     {@code core} unless given
 * @param budgetTokens how long a context may be; {@code optimization.maxTokensPerContext} if 0
 * @param relevanceWeight see {@link ContextRanking}, as for those that follow
 */
public record ContextConfig(
    String renderer,
    String tokenizer,
    List<String> fields,
    Integer budgetTokens,
    Double relevanceWeight,
    Double importanceWeight,
    Double confidenceWeight,
    Double recencyWeight,
    Duration halfLife,
    Integer minimumPerCategory) {

  private static final ContextRanking USUAL = ContextRanking.DEFAULT;

  /**
   * @throws IllegalArgumentException if the budget is negative, or see {@link ContextRanking}
   */
  public ContextConfig {
    renderer = renderer == null ? "block" : renderer;
    tokenizer = tokenizer == null ? "o200k-base" : tokenizer;
    fields = fields == null || fields.isEmpty() ? List.of("core") : List.copyOf(fields);
    budgetTokens = budgetTokens == null ? 0 : budgetTokens;
    relevanceWeight = relevanceWeight == null ? USUAL.relevance() : relevanceWeight;
    importanceWeight = importanceWeight == null ? USUAL.importance() : importanceWeight;
    confidenceWeight = confidenceWeight == null ? USUAL.confidence() : confidenceWeight;
    recencyWeight = recencyWeight == null ? USUAL.recency() : recencyWeight;
    halfLife = halfLife == null ? USUAL.halfLife() : halfLife;
    minimumPerCategory =
        minimumPerCategory == null ? USUAL.minimumPerCategory() : minimumPerCategory;
    if (budgetTokens < 0) {
      throw new IllegalArgumentException(
          "'budgetTokens' must be 0 or more, but is " + budgetTokens + ".");
    }
    new ContextRanking(
        relevanceWeight,
        importanceWeight,
        confidenceWeight,
        recencyWeight,
        halfLife,
        minimumPerCategory);
  }

  @SuppressWarnings("NullAway") // the constructor puts defaults in the place of null
  public static ContextConfig defaults() {
    return new ContextConfig(null, null, List.of(), null, null, null, null, null, null, null);
  }

  public FieldSelection fieldSelection() {
    return FieldSelection.parse(String.join(",", fields));
  }

  public ContextRanking ranking() {
    return new ContextRanking(
        relevanceWeight,
        importanceWeight,
        confidenceWeight,
        recencyWeight,
        halfLife,
        minimumPerCategory);
  }
}
