package dev.cairn;

import dev.cairn.graph.GraphStatistics;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.util.Map;

/**
 * Exact counts of one namespace, of every process's writes up to a version.
 *
 * @param records records and bytes by kind
 * @param graph nouns and verbs
 */
public record Statistics(StoreStatistics records, GraphStatistics graph) {

  static Statistics of(StoreStatistics records) {
    return new Statistics(records, GraphStatistics.of(records));
  }

  /** Up to which writes are counted. */
  public Version version() {
    return records.version();
  }

  public long nounCount() {
    return graph.nounCount();
  }

  public long verbCount() {
    return graph.verbCount();
  }

  /** How many nouns of each type that has any. */
  public Map<String, Long> nounTypes() {
    return graph.nounTypes();
  }

  /** How many verbs of each type that has any. */
  public Map<String, Long> verbTypes() {
    return graph.verbTypes();
  }

  public long factCount() {
    return of("fact").records();
  }

  /** The records of one kind, such as {@code "turn"}. */
  public StoreStatistics.Count of(String kind) {
    return records.of(kind);
  }

  /** All records, those that Cairn keeps for itself included. */
  public StoreStatistics.Count total() {
    return records.total();
  }
}
