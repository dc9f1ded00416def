package dev.cairn.context;

import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * A fact that may be shown.
 *
 * @param shown the fact with the selected members
 * @param turns the ids of the turns that it came from
 * @param matches which words of the query it has
 * @param merit its worth whatever the query, from 0 to 1
 * @param worth its worth to the query, from 0 to 1
 * @param tokens what it costs to show, estimated or counted; above 0
 * @param arrival how many facts came before it
 */
record Candidate(
    Fact shown,
    List<String> turns,
    Rank rank,
    BitSet matches,
    double merit,
    double worth,
    double tokens,
    long arrival) {

  /** What is taken first; within a rank, what is worth more for each token. */
  enum Rank {
    PINNED,
    GUARANTEED,
    OPEN
  }

  /** Those to be taken first come first. */
  static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::rank)
          .thenComparing(Candidate::density, Comparator.reverseOrder())
          .thenComparing(candidate -> candidate.key().category())
          .thenComparing(candidate -> candidate.key().key())
          .thenComparing(Candidate::arrival);

  FactKey key() {
    return shown.factKey();
  }

  double density() {
    return worth / tokens;
  }

  Candidate withRank(Rank newRank) {
    return new Candidate(shown, turns, newRank, matches, merit, worth, tokens, arrival);
  }

  Candidate withWorth(double newWorth) {
    return new Candidate(shown, turns, rank, matches, merit, newWorth, tokens, arrival);
  }

  Candidate withTokens(double counted) {
    return new Candidate(shown, turns, rank, matches, merit, worth, counted, arrival);
  }
}
