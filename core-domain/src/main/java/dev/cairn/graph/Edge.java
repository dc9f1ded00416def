package dev.cairn.graph;

/**
 * What traversals see of a verb.
 *
 * @param verb the verb's id
 * @param source the id of the noun that it starts from
 * @param target the id of the noun that it leads to
 */
public record Edge(String verb, String source, String target, String type, double weight) {

  /** The end that is not {@code noun}; {@code noun} itself if both are. */
  public String other(String noun) {
    return source.equals(noun) ? target : source;
  }
}
