package dev.cairn.memory;

/**
 * What a memory keeps. A component that is null in the constructor has its default.
 *
 * @param history what is kept of facts that were changed or deleted
 */
public record MemoryPolicy(HistoryPolicy history) {
  public MemoryPolicy {
    history = history == null ? HistoryPolicy.defaults() : history;
  }

  /** Keeps history, and sets no other rule. */
  public static MemoryPolicy defaults() {
    return new MemoryPolicy(HistoryPolicy.defaults());
  }
}
