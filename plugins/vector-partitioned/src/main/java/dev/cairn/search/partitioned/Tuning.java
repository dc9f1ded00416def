package dev.cairn.search.partitioned;

import java.util.Locale;

/**
 * What was learned about the effort that a recall takes with these vectors.
 *
 * @param wanted the recall it is for
 * @param lists the number of partitions it was learned with
 * @param depth how many times the depth of the formula
 * @param probes how many times its probes
 * @param reached the recall it had on the sampled searches
 * @param searches how many they were
 */
record Tuning(double wanted, int lists, double depth, double probes, double reached, int searches) {

  boolean isFor(double recall, int count) {
    return wanted == recall && lists == count;
  }

  String describe() {
    return String.format(
        Locale.ROOT,
        "learned for recall %.3f from %d searches: partitions x %.1f, rows compared x %.1f, recall"
            + " of these %.3f",
        wanted,
        searches,
        probes,
        depth,
        reached);
  }
}
