package dev.cairn.memory;

import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNull;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a memory keeps. A component that is null in the constructor has its default.
 *
 * @param history what is kept of facts that were changed or deleted
 * @param categories the rules of categories that have any
 * @param limits how much may be saved of one user
 */
public record MemoryPolicy(
    HistoryPolicy history, List<CategoryPolicy> categories, UserLimits limits) {

  /**
   * @throws IllegalArgumentException if a category has rules twice, or is single-valued while no
   *     history is kept
   */
  public MemoryPolicy {
    history = history == null ? HistoryPolicy.defaults() : history;
    categories = categories == null ? List.of() : List.copyOf(categories);
    limits = limits == null ? UserLimits.none() : limits;
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
    return new MemoryPolicy(HistoryPolicy.defaults(), List.of(), UserLimits.none());
  }

  /** A copy with other rules for history. */
  public MemoryPolicy withHistory(HistoryPolicy newHistory) {
    return new MemoryPolicy(newHistory, categories, limits);
  }

  /** A copy with the rules of one category more. */
  public MemoryPolicy withCategory(CategoryPolicy category) {
    List<CategoryPolicy> all = new ArrayList<>(categories);
    all.add(category);
    return new MemoryPolicy(history, all, limits);
  }

  /** A copy with other limits. */
  public MemoryPolicy withLimits(UserLimits newLimits) {
    return new MemoryPolicy(history, categories, newLimits);
  }

  /** Whether a fact is pinned: as it says itself, else as its category says. */
  public boolean isPinned(Fact fact) {
    return fact.field("pinned").orElse(JsonNull.NULL) instanceof JsonBoolean pinned
        ? pinned.value()
        : !categories.isEmpty() && category(fact.category()).pinned();
  }

  /** Whether a fact is forgotten at a time. */
  boolean isExpired(Fact fact, Instant time) {
    if (fact.expiresAt().map(end -> !time.isBefore(end)).orElse(false)) {
      return true;
    }
    if (categories.isEmpty() || isPinned(fact)) {
      return false;
    }
    Optional<Duration> timeToLive = category(fact.category()).timeToLive();
    return timeToLive.isPresent()
        && fact.timestamp().isPresent()
        && Duration.between(fact.timestamp().get(), time).compareTo(timeToLive.get()) >= 0;
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
