package dev.cairn.search.partitioned;

import dev.cairn.search.ScoredId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the least effort that reaches a recall on sampled searches. Effort is what the formula
 * says, times factors within fixed bounds. Not thread-safe.
 */
final class Learning {
  static final double[] FACTORS = {0.5, 0.7, 1, 1.4, 2, 2.8, 4};

  /** Other searches will be a little harder than those it learns from. */
  private static final double MARGIN = 0.1;

  /** Nanoseconds that reading a code and comparing a row take, roughly: only their ratio counts. */
  private static final double CODE = 1;

  private static final double ROW = 40;

  private final Searcher searcher;

  Learning(Searcher searcher) {
    this.searcher = searcher;
  }

  /**
   * @param samples at least one, with one wanted recall
   */
  Tuning learn(Grown grown, List<Sample> samples) {
    double wanted = samples.get(0).wanted();
    int lists = grown.partitions().lists().length;
    int count = grown.rows().count();
    List<Set<String>> truth = new ArrayList<>();
    for (Sample sample : samples) {
      truth.add(ids(searcher.exact(grown, count, sample.query(), sample.k())));
    }
    Tuning best = tuning(wanted, lists, FACTORS.length - 1, FACTORS.length - 1, 0, samples);
    double leastCost = Double.POSITIVE_INFINITY;
    for (int probes = lists == 0 ? FACTORS.length - 1 : 0; probes < FACTORS.length; probes++) {
      for (int depth = 0; depth < FACTORS.length; depth++) {
        Tuning tuning = tuning(wanted, lists, depth, probes, 0, samples);
        double cost = cost(grown, tuning, samples.get(0));
        if (cost >= leastCost) {
          break;
        }
        double reached = recall(grown, tuning, samples, truth);
        if (reached > best.reached() && leastCost == Double.POSITIVE_INFINITY) {
          best = tuning(wanted, lists, depth, probes, reached, samples);
        }
        if (reached >= wanted + MARGIN * (1 - wanted)) {
          best = tuning(wanted, lists, depth, probes, reached, samples);
          leastCost = cost;
          break;
        }
      }
    }
    return best;
  }

  private static Tuning tuning(
      double wanted, int lists, int depth, int probes, double reached, List<Sample> samples) {
    return new Tuning(
        wanted, lists, FACTORS[depth], lists == 0 ? 1 : FACTORS[probes], reached, samples.size());
  }

  private static double cost(Grown grown, Tuning tuning, Sample sample) {
    Effort effort = effort(grown, tuning, sample);
    int lists = grown.partitions().lists().length;
    double codes =
        lists == 0
            ? grown.rows().count()
            : (double) effort.probes() * grown.partitions().entries() / lists;
    return CODE * codes + ROW * effort.depth();
  }

  private static Effort effort(Grown grown, Tuning tuning, Sample sample) {
    int dimensions = grown.rows().frame().space().dimensions();
    return Effort.of(sample.k(), tuning.wanted(), dimensions, tuning.lists())
        .tuned(tuning, tuning.lists());
  }

  private double recall(Grown grown, Tuning tuning, List<Sample> samples, List<Set<String>> truth) {
    int found = 0;
    int there = 0;
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      List<ScoredId> hits =
          searcher.search(grown, sample.query(), sample.k(), effort(grown, tuning, sample));
      Set<String> wanted = truth.get(i);
      there += wanted.size();
      found += (int) hits.stream().filter(hit -> wanted.contains(hit.id())).count();
    }
    return (double) found / Math.max(1, there);
  }

  static Set<String> ids(List<ScoredId> hits) {
    Set<String> ids = new HashSet<>();
    hits.forEach(hit -> ids.add(hit.id()));
    return ids;
  }
}
