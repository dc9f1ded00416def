package dev.cairn.memory;

import java.util.List;

/**
 * How what is known of a user differs between two points in time. Each list is in order of category
 * and key.
 */
public record FactDiff(List<Fact> added, List<Changed> changed, List<Fact> removed) {

  /** A fact that is known at both times, but not the same. */
  public record Changed(Fact before, Fact after) {}

  public FactDiff {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }
}
