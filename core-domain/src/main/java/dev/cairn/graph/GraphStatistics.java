package dev.cairn.graph;

import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exact counts of a graph.
 *
 * @param version up to which writes are counted
 * @param nounTypes how many nouns of each type that has any
 * @param verbTypes how many verbs of each type that has any
 * @param nounVectors how many nouns have a vector
 * @param verbVectors how many verbs have one
 */
public record GraphStatistics(
    Version version,
    long nounCount,
    long verbCount,
    Map<String, Long> nounTypes,
    Map<String, Long> verbTypes,
    long nounVectors,
    long verbVectors) {

  public GraphStatistics {
    nounTypes = Collections.unmodifiableMap(new TreeMap<>(nounTypes));
    verbTypes = Collections.unmodifiableMap(new TreeMap<>(verbTypes));
  }

  /** The counts of the graph that a store's records keep. */
  public static GraphStatistics of(StoreStatistics store) {
    return new GraphStatistics(
        store.version(),
        store.of(GraphRecords.NOUN).records(),
        store.of(GraphRecords.VERB).records(),
        types(store, GraphRecords.NOUN_TYPE),
        types(store, GraphRecords.VERB_TYPE),
        store.of(GraphRecords.NOUN_VECTOR).records(),
        store.of(GraphRecords.VERB_VECTOR).records());
  }

  private static Map<String, Long> types(StoreStatistics store, String prefix) {
    Map<String, Long> types = new TreeMap<>();
    store
        .kinds()
        .forEach(
            (kind, count) -> {
              if (kind.startsWith(prefix)) {
                types.put(kind.substring(prefix.length()), count.records());
              }
            });
    return types;
  }
}
