package dev.cairn.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A walk in breadth, level by level; comes to each noun once. Used once; not thread-safe. */
final class Walk {
  private final EdgeReader edges;
  private final Steps steps;
  private final int limit;
  private final List<Reached> reached = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  /** Nouns that the filter has refused, so that they are not read again. */
  private final Set<String> refused = new HashSet<>();

  private Map<String, String> origins = new LinkedHashMap<>();

  /**
   * @param limit how many nouns to come to at most
   */
  Walk(EdgeReader edges, Steps steps, int limit) {
    this.edges = edges;
    this.steps = steps;
    this.limit = limit;
  }

  List<Reached> from(Collection<String> starts, int maxDepth) {
    seen.addAll(starts);
    starts.forEach(start -> origins.put(start, start));
    for (int depth = 1; depth <= maxDepth && !origins.isEmpty(); depth++) {
      Map<String, String> level = origins;
      origins = new LinkedHashMap<>();
      for (Map.Entry<String, String> from : level.entrySet()) {
        int at = depth;
        edges.forEachPage(
            from.getKey(), steps, page -> take(page, from.getKey(), from.getValue(), at));
        if (isFull()) {
          return reached;
        }
      }
    }
    return reached;
  }

  private boolean take(List<Edge> page, String from, String origin, int depth) {
    Set<String> unknown = new LinkedHashSet<>();
    for (Edge edge : page) {
      String to = edge.other(from);
      if (!seen.contains(to) && !refused.contains(to)) {
        unknown.add(to);
      }
    }
    Set<String> wanted = edges.meeting(unknown, steps.nouns());
    for (Edge edge : page) {
      String to = edge.other(from);
      if (isFull()) {
        return false;
      }
      if (wanted.contains(to) && seen.add(to)) {
        reached.add(new Reached(to, depth, origin, edge));
        origins.put(to, origin);
      }
    }
    unknown.stream().filter(noun -> !wanted.contains(noun)).forEach(refused::add);
    return true;
  }

  private boolean isFull() {
    return reached.size() >= limit;
  }
}
