package dev.cairn.graph;

import java.util.List;

/**
 * A way from one noun to another.
 *
 * @param nouns the ids of the nouns on it, both ends included
 * @param edges the verbs between them, one fewer
 * @param length in the measure that was asked for
 */
public record GraphPath(List<String> nouns, List<Edge> edges, double length) {
  public GraphPath {
    nouns = List.copyOf(nouns);
    edges = List.copyOf(edges);
  }
}
