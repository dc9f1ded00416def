package dev.cairn.graph;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.Filter;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which steps a walk through a graph may take.
 *
 * @param direction which way verbs are followed
 * @param types only verbs of these types; of any type if empty
 * @param nouns only to nouns that meet this; see {@link Noun#fields}
 * @param verbs only along verbs that meet this; see {@link Verb#fields}
 * @param minWeight only along verbs of this weight or more
 */
public record Steps(
    Direction direction, Set<String> types, Filter nouns, Filter verbs, double minWeight) {

  public Steps {
    requireNonNull(direction, "direction");
    requireNonNull(nouns, "nouns");
    requireNonNull(verbs, "verbs");
    types = Collections.unmodifiableSet(new TreeSet<>(types));
    if (Double.isNaN(minWeight)) {
      throw new IllegalArgumentException("The least weight of a step must be a number.");
    }
  }

  /** From source to target. */
  public static Steps out() {
    return of(Direction.OUT);
  }

  /** From target to source. */
  public static Steps in() {
    return of(Direction.IN);
  }

  /** Both ways. */
  public static Steps both() {
    return of(Direction.BOTH);
  }

  public static Steps of(Direction direction) {
    return new Steps(direction, Set.of(), Filter.ALL, Filter.ALL, 0);
  }

  /** Along verbs of these types only. */
  public Steps ofTypes(String... some) {
    return new Steps(direction, Set.copyOf(List.of(some)), nouns, verbs, minWeight);
  }

  /** To nouns that meet {@code filter} only; others are not passed, either. */
  public Steps toNouns(Filter filter) {
    return new Steps(direction, types, filter, verbs, minWeight);
  }

  /** Along verbs that meet {@code filter} only. */
  public Steps alongVerbs(Filter filter) {
    return new Steps(direction, types, nouns, filter, minWeight);
  }

  /** Along verbs of this weight or more only. */
  public Steps ofWeight(double least) {
    return new Steps(direction, types, nouns, verbs, least);
  }

  Steps reversed() {
    return new Steps(direction.reversed(), types, nouns, verbs, minWeight);
  }
}
