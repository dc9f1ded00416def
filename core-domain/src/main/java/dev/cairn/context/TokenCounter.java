package dev.cairn.context;

/** Counts the tokens that a language model reads a text as. Thread-safe. */
public interface TokenCounter {

  /** The name of its provider. */
  String name();

  /** How many tokens; text that looks like a control token counts as ordinary text. */
  int count(String text);
}
