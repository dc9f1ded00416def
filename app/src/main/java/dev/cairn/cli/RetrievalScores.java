package dev.cairn.cli;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sums up how much of the evidence of questions was found. Not thread-safe. */
final class RetrievalScores {
  static final List<Integer> DEPTHS = List.of(1, 5, 10, 20);

  private final double[] recall = new double[DEPTHS.size()];
  private double reciprocalRank;
  private long questions;

  /**
   * @param found best first; what stands twice counts where it stands first
   * @param evidence not empty
   */
  void add(List<String> found, Set<String> evidence) {
    List<String> distinct = List.copyOf(new LinkedHashSet<>(found));
    for (int i = 0; i < DEPTHS.size(); i++) {
      Set<String> top =
          new HashSet<>(distinct.subList(0, Math.min(DEPTHS.get(i), distinct.size())));
      top.retainAll(evidence);
      recall[i] += (double) top.size() / evidence.size();
    }
    for (int i = 0; i < distinct.size(); i++) {
      if (evidence.contains(distinct.get(i))) {
        reciprocalRank += 1.0 / (i + 1);
        break;
      }
    }
    questions++;
  }

  long questions() {
    return questions;
  }

  /** The share of the evidence among the best, 0 to 1, on average over the questions. */
  double recallAt(int depth) {
    return questions == 0 ? 0 : recall[DEPTHS.indexOf(depth)] / questions;
  }

  /** The mean of 1 / the place of the first evidence, 0 if there is none among the found. */
  double meanReciprocalRank() {
    return questions == 0 ? 0 : reciprocalRank / questions;
  }
}
