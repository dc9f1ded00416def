package dev.cairn.graph;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/** Finds a path of the least length (Dijkstra's algorithm). Used once; not thread-safe. */
final class LengthSearch {
  private final EdgeReader edges;
  private final Steps steps;
  private final PathMeasure measure;
  private final String from;
  private final String to;
  private final Map<String, Place> best = new HashMap<>();
  private final Set<String> done = new HashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final PriorityQueue<Place> open =
      new PriorityQueue<>(Comparator.comparingDouble(Place::length).thenComparing(Place::noun));

  /** A noun, how far it is and how it was come to; the start was come to by no verb. */
  private record Place(String noun, double length, Optional<Edge> via) {}

  LengthSearch(EdgeReader edges, Steps steps, PathMeasure measure, String from, String to) {
    this.edges = edges;
    this.steps = steps;
    this.measure = measure;
    this.from = from;
    this.to = to;
  }

  Optional<GraphPath> run() {
    offer(new Place(from, 0, Optional.empty()));
    while (!open.isEmpty()) {
      Place place = open.remove();
      if (place.noun().equals(to)) {
        return Optional.of(path(place));
      }
      if (done.add(place.noun())) {
        edges.forEachPage(
            place.noun(),
            steps,
            page -> {
              take(page, place);
              return true;
            });
        PathLimit.check(best.size());
      }
    }
    return Optional.empty();
  }

  private void offer(Place place) {
    Place known = best.get(place.noun());
    if (known == null || place.length() < known.length()) {
      best.put(place.noun(), place);
      open.add(place);
    }
  }

  private void take(List<Edge> page, Place place) {
    Set<String> unknown = new LinkedHashSet<>();
    for (Edge edge : page) {
      String there = edge.other(place.noun());
      if (!best.containsKey(there) && !refused.contains(there) && !there.equals(to)) {
        unknown.add(there);
      }
    }
    Set<String> wanted = edges.meeting(unknown, steps.nouns());
    for (Edge edge : page) {
      String there = edge.other(place.noun());
      double length = place.length() + measure.length(edge);
      boolean allowed = wanted.contains(there) || there.equals(to) || best.containsKey(there);
      if (allowed && Double.isFinite(length)) {
        offer(new Place(there, length, Optional.of(edge)));
      }
    }
    unknown.stream().filter(noun -> !wanted.contains(noun)).forEach(refused::add);
  }

  private GraphPath path(Place end) {
    LinkedList<String> nouns = new LinkedList<>(List.of(end.noun()));
    LinkedList<Edge> path = new LinkedList<>();
    Optional<Edge> via = end.via();
    while (via.isPresent()) {
      path.addFirst(via.get());
      nouns.addFirst(via.get().other(nouns.getFirst()));
      via = requireNonNull(best.get(nouns.getFirst())).via();
    }
    return new GraphPath(nouns, path, end.length());
  }
}
