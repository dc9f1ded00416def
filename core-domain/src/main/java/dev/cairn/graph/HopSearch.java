package dev.cairn.graph;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a path of the fewest verbs: searches in breadth from both ends, always on the side where
 * fewer nouns wait, until the sides meet. Used once; not thread-safe.
 */
final class HopSearch {
  private final EdgeReader edges;
  private final Steps steps;
  private final String from;
  private final String to;

  /** One side: how each noun was come to, and those of the last level. */
  private static final class Side {
    final Steps steps;
    final Map<String, Edge> via = new HashMap<>();
    final Set<String> refused = new HashSet<>();
    final Set<String> known = new HashSet<>();
    List<String> level;

    Side(Steps steps, String start) {
      this.steps = steps;
      this.level = List.of(start);
      known.add(start);
    }
  }

  HopSearch(EdgeReader edges, Steps steps, String from, String to) {
    this.edges = edges;
    this.steps = steps;
    this.from = from;
    this.to = to;
  }

  Optional<GraphPath> run() {
    if (from.equals(to)) {
      return Optional.of(new GraphPath(List.of(from), List.of(), 0));
    }
    Side start = new Side(steps, from);
    Side end = new Side(steps.reversed(), to);
    while (!start.level.isEmpty() && !end.level.isEmpty()) {
      boolean forward = start.level.size() <= end.level.size();
      Optional<String> meeting = forward ? expand(start, end) : expand(end, start);
      if (meeting.isPresent()) {
        return Optional.of(path(start, end, meeting.get()));
      }
      PathLimit.check(start.known.size() + end.known.size());
    }
    return Optional.empty();
  }

  /** Walks one level; the first meeting is on a shortest path, since levels are whole. */
  private Optional<String> expand(Side side, Side other) {
    List<String> next = new ArrayList<>();
    List<String> meeting = new ArrayList<>();
    for (String noun : side.level) {
      edges.forEachPage(
          noun,
          side.steps,
          page -> {
            take(page, noun, side, other, next, meeting);
            return meeting.isEmpty();
          });
      if (!meeting.isEmpty()) {
        return Optional.of(meeting.getFirst());
      }
    }
    side.level = next;
    return Optional.empty();
  }

  private void take(
      List<Edge> page,
      String noun,
      Side side,
      Side other,
      List<String> next,
      List<String> meeting) {
    Set<String> unknown = new LinkedHashSet<>();
    for (Edge edge : page) {
      String there = edge.other(noun);
      if (!side.known.contains(there) && !side.refused.contains(there)) {
        unknown.add(there);
      }
    }
    Set<String> asked = new LinkedHashSet<>(unknown);
    // The other side has come to these, so they meet the filter or are the end.
    asked.removeAll(other.known);
    Set<String> wanted = edges.meeting(asked, steps.nouns());
    for (Edge edge : page) {
      String there = edge.other(noun);
      boolean meets = other.known.contains(there);
      if ((meets || wanted.contains(there)) && side.known.add(there)) {
        side.via.put(there, edge);
        next.add(there);
        if (meets) {
          meeting.add(there);
        }
      }
    }
    unknown.stream().filter(it -> !side.known.contains(it)).forEach(side.refused::add);
  }

  private GraphPath path(Side start, Side end, String meeting) {
    LinkedList<String> nouns = new LinkedList<>(List.of(meeting));
    LinkedList<Edge> path = new LinkedList<>();
    for (String at = meeting; !at.equals(from); at = nouns.getFirst()) {
      Edge edge = requireNonNull(start.via.get(at));
      path.addFirst(edge);
      nouns.addFirst(edge.other(at));
    }
    for (String at = meeting; !at.equals(to); at = nouns.getLast()) {
      Edge edge = requireNonNull(end.via.get(at));
      path.addLast(edge);
      nouns.addLast(edge.other(at));
    }
    return new GraphPath(nouns, path, path.size());
  }
}
