package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What a keyword search looks for.
 *
 * @param text any text: words of it are looked for, and nothing in it is an operator
 * @param fields the fields to look in; empty for all
 */
public record KeywordQuery(String text, Set<String> fields) {
  public KeywordQuery {
    requireNonNull(text, "text");
    fields = Set.copyOf(fields);
  }

  /** Looks in all fields. */
  public static KeywordQuery of(String text) {
    return new KeywordQuery(text, Set.of());
  }
}
