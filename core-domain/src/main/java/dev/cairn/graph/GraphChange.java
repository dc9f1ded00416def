package dev.cairn.graph;

import dev.cairn.lock.Fence;
import dev.cairn.store.Write;
import java.util.List;
import java.util.Optional;

/**
 * Changes of a graph that happen together with other writes, or not at all.
 *
 * @param nouns to save, each once, each in place of the one with its id
 * @param verbs to save, each once, each in place of the one with its id
 * @param removedNouns ids of nouns to delete, which have no verbs then; none of {@code nouns}
 * @param removedVerbs ids of verbs to delete; none of {@code verbs}
 * @param beside writes of records that are not the graph's, in the same namespace
 * @param fence the lease under which all of it is written, if any
 */
public record GraphChange(
    List<Noun> nouns,
    List<Verb> verbs,
    List<String> removedNouns,
    List<String> removedVerbs,
    List<Write> beside,
    Optional<Fence> fence) {

  public GraphChange {
    nouns = List.copyOf(nouns);
    verbs = List.copyOf(verbs);
    removedNouns = List.copyOf(removedNouns);
    removedVerbs = List.copyOf(removedVerbs);
    beside = List.copyOf(beside);
  }
}
