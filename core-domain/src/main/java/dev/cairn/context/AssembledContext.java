package dev.cairn.context;

import dev.cairn.memory.FactKey;
import dev.cairn.memory.Turn;
import java.util.List;

/**
 * Text for a prompt, and what it shows.
 *
 * @param text in the renderer's format, then the quotes; empty if nothing fits
 * @param tokens of the text, by {@code tokenizer}; at most {@code budgetTokens}
 * @param budgetTokens what the request allowed
 * @param renderer the name of the format
 * @param tokenizer the name of the token counter
 * @param rows which fact each row of the text shows, in the order of the text: whoever reads the
 *     n-th row finds its fact, with all members that the text leaves out, under the n-th key; a row
 *     that stands for several facts counts as many times
 * @param quoted the turns that are quoted after the facts, as {@code > speaker, time: text}
 * @param omitted what was left out, category by category, and why
 */
public record AssembledContext(
    String text,
    int tokens,
    int budgetTokens,
    String renderer,
    String tokenizer,
    List<FactKey> rows,
    List<Turn> quoted,
    List<Omitted> omitted) {

  public AssembledContext {
    rows = List.copyOf(rows);
    quoted = List.copyOf(quoted);
    omitted = List.copyOf(omitted);
  }

  /**
   * Facts that were left out.
   *
   * @param count how many
   */
  public record Omitted(String category, Reason reason, long count) {}

  /** Why a fact was left out. */
  public enum Reason {
    /** Others were worth more for each token, and filled the budget. */
    WORTH_LESS,

    /** It alone needs more tokens than the budget has. */
    TOO_LONG
  }
}
