package dev.cairn.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a memory keeps. A component that is null in the constructor has its default.
 *
 * @param history what is kept of facts that were changed or deleted
 * @param categories the rules of categories that have any
 */
public record MemoryPolicy(HistoryPolicy history, List<CategoryPolicy> categories) {

  /**
   * @throws IllegalArgumentException if a category has rules twice, or is single-valued while no
   *     history is kept
   */
  public MemoryPolicy {
    history = history == null ? HistoryPolicy.defaults() : history;
    categories = categories == null ? List.of() : List.copyOf(categories);
    Set<String> names = new HashSet<>();
    for (CategoryPolicy category : categories) {
      if (!names.add(category.name())) {
        throw new IllegalArgumentException(
            "'categories' has rules for '%s' twice; put them together".formatted(category.name()));
      }
      if (category.singleValued() && !history.enabled()) {
        throw new IllegalArgumentException(
            "the category '%s' is 'singleValued', which needs the history that 'history.enabled' switches off; change one of them"
                .formatted(category.name()));
      }
    }
  }

  /** Keeps history, and sets no other rule. */
  public static MemoryPolicy defaults() {
    return new MemoryPolicy(HistoryPolicy.defaults(), List.of());
  }

  /** A copy with other rules for history. */
  public MemoryPolicy withHistory(HistoryPolicy newHistory) {
    return new MemoryPolicy(newHistory, categories);
  }

  /** A copy with the rules of one category more. */
  public MemoryPolicy withCategory(CategoryPolicy category) {
    List<CategoryPolicy> all = new ArrayList<>(categories);
    all.add(category);
    return new MemoryPolicy(history, all);
  }

  /** The rules of a category, which may be none. */
  public CategoryPolicy category(String name) {
    for (CategoryPolicy category : categories) {
      if (category.name().equals(name)) {
        return category;
      }
    }
    return CategoryPolicy.of(name);
  }
}
