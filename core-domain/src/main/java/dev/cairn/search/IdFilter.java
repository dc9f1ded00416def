package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Which ids a search may return. The forms differ in what an index can do with them: a set is
 * looked up before the search, a condition is asked about candidates during it.
 */
public sealed interface IdFilter {
  IdFilter ALL = new All();

  /** Only these ids; ids that are not in the index do no harm. */
  static IdFilter among(Set<String> ids) {
    return new Among(ids);
  }

  /**
   * Only ids that {@code condition} accepts. It must be thread-safe and must not call the index.
   */
  static IdFilter matching(Predicate<String> condition) {
    return new Matching(condition);
  }

  /** Whether a search may return {@code id}. */
  default boolean accepts(String id) {
    return switch (this) {
      case All ignored -> true;
      case Among among -> among.ids().contains(id);
      case Matching matching -> matching.condition().test(id);
    };
  }

  record All() implements IdFilter {}

  record Among(Set<String> ids) implements IdFilter {
    public Among {
      ids = Set.copyOf(ids);
    }
  }

  record Matching(Predicate<String> condition) implements IdFilter {
    public Matching {
      requireNonNull(condition, "condition");
    }
  }
}
