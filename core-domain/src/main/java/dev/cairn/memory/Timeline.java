package dev.cairn.memory;

import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the memory said of one fact, change after change. Immutable.
 *
 * <p>The order is that of versions; times are as the writers' clocks said, and may go back.
 */
record Timeline(List<Event> events) {

  /** What happened to the fact. */
  sealed interface Event {
    Version version();

    /** By the writer's clock; empty if not known, which counts as longest ago. */
    Optional<Instant> at();

    /** It got a content, in the place of what was there. */
    record Saved(FactVersion state) implements Event {
      @Override
      public Version version() {
        return state.version();
      }

      @Override
      public Optional<Instant> at() {
        return state.at();
      }
    }

    /** It got a value for the past, and stayed what it was. */
    record Added(FactVersion state) implements Event {
      @Override
      public Version version() {
        return state.version();
      }

      @Override
      public Optional<Instant> at() {
        return state.at();
      }
    }

    /** It was deleted with all its values. */
    record Deleted(Version version, Optional<Instant> at) implements Event {}
  }

  /**
   * What the memory said at one point.
   *
   * @param head the fact as it could be read; empty if there was none
   * @param closed earlier values that it held true in the past
   */
  record State(Optional<FactVersion> head, List<FactVersion> closed) {

    /** The values that it held true at a time, earlier ones first. */
    List<Fact> trueAt(Instant time) {
      List<Fact> found = new ArrayList<>();
      for (FactVersion version : closed) {
        if (span(version).contains(time)) {
          found.add(version.fact());
        }
      }
      head.map(FactVersion::fact)
          .filter(fact -> Interval.of(fact).contains(time))
          .ifPresent(found::add);
      return found;
    }
  }

  private static Interval span(FactVersion closed) {
    return Interval.of(closed.fact().validFrom(), closed.closed());
  }

  Timeline {
    events = List.copyOf(events);
  }

  /** All versions, oldest first. */
  List<FactVersion> versions() {
    List<FactVersion> versions = new ArrayList<>(events.size());
    for (Event event : events) {
      switch (event) {
        case Event.Saved saved -> versions.add(saved.state());
        case Event.Added added -> versions.add(added.state());
        case Event.Deleted ignored -> {}
      }
    }
    return versions;
  }

  /** What the memory says after all changes. */
  State latest() {
    return after(event -> true);
  }

  /** What the memory said after the last change that it knew at {@code time}. */
  State knownAt(Instant time) {
    return after(event -> event.at().map(at -> !at.isAfter(time)).orElse(true));
  }

  /** What the memory said at a version. */
  State at(Version version) {
    return after(event -> !event.version().isAfter(version));
  }

  private State after(Predicate<Event> happened) {
    int count = events.size();
    while (count > 0 && !happened.test(events.get(count - 1))) {
      count--;
    }
    Optional<FactVersion> head = Optional.empty();
    List<FactVersion> closed = new ArrayList<>();
    for (Event event : events.subList(0, count)) {
      switch (event) {
        case Event.Saved saved -> {
          head.filter(before -> before.closed().isPresent()).ifPresent(closed::add);
          head = Optional.of(saved.state());
        }
        case Event.Added added -> {
          Interval span = span(added.state());
          closed.removeIf(other -> span(other).equals(span));
          closed.add(added.state());
        }
        case Event.Deleted ignored -> {
          head = Optional.empty();
          closed.clear();
        }
      }
    }
    return new State(head, closed);
  }
}
