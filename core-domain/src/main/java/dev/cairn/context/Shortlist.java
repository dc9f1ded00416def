package dev.cairn.context;

import dev.cairn.memory.Fact;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The most valuable of any number of facts that pass by one by one, in bounded memory. Not
 * thread-safe.
 */
final class Shortlist {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final ContextRequest request;
  private final ContextRanking ranking;
  private final int capacity;
  private final Omissions omissions;
  private final Optional<KeywordRelevance> relevance;
  private final PriorityQueue<Candidate> pinned = worstFirst();
  private final Map<String, PriorityQueue<Candidate>> guaranteed = new HashMap<>();
  private final PriorityQueue<Candidate> open = worstFirst();
  private long seen;

  /**
   * @param capacity how many facts are held of each rank
   * @param omissions is told of the facts that are let go
   */
  Shortlist(ContextRequest request, ContextRanking ranking, int capacity, Omissions omissions) {
    this.request = request;
    this.ranking = ranking;
    this.capacity = capacity;
    this.omissions = omissions;
    this.relevance = request.query().map(KeywordRelevance::new).filter(KeywordRelevance::hasWords);
  }

  private static PriorityQueue<Candidate> worstFirst() {
    return new PriorityQueue<>(Candidate.BEST_FIRST.reversed());
  }

  void offer(Fact fact, boolean isPinned) {
    BitSet matches = relevance.map(words -> words.matches(fact)).orElseGet(BitSet::new);
    Fact shown = request.fields().select(fact);
    double tokens = 1 + (double) shown.document().toString().length() / CHARACTERS_PER_TOKEN;
    Candidate.Rank rank = isPinned ? Candidate.Rank.PINNED : Candidate.Rank.OPEN;
    List<String> turns = request.quoteShare() > 0 ? fact.turns() : List.of();
    double merit = ranking.merit(fact, request.now());
    double worth = worth(merit, matches);
    Candidate candidate = new Candidate(shown, turns, rank, matches, merit, worth, tokens, seen++);
    if (rank == Candidate.Rank.PINNED) {
      hold(pinned, capacity, candidate);
    } else if (ranking.minimumPerCategory() > 0 && hasRoomFor(fact.category())) {
      offerToCategory(candidate);
    } else {
      hold(open, capacity, candidate);
    }
  }

  private boolean hasRoomFor(String category) {
    return guaranteed.size() < capacity || guaranteed.containsKey(category);
  }

  private void offerToCategory(Candidate candidate) {
    PriorityQueue<Candidate> best =
        guaranteed.computeIfAbsent(candidate.key().category(), category -> worstFirst());
    best.add(candidate.withRank(Candidate.Rank.GUARANTEED));
    if (best.size() > ranking.minimumPerCategory()) {
      hold(open, capacity, best.remove().withRank(Candidate.Rank.OPEN));
    }
  }

  private void hold(PriorityQueue<Candidate> queue, int limit, Candidate candidate) {
    queue.add(candidate);
    if (queue.size() > limit) {
      omissions.add(queue.remove(), AssembledContext.Reason.WORTH_LESS);
    }
  }

  private double worth(double merit, BitSet matches) {
    return relevance.isEmpty() ? merit : ranking.worth(merit, relevance.get().score(matches));
  }

  /** What is held, in no order, with the relevance that only all facts together tell. */
  List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>(pinned);
    guaranteed.values().forEach(all::addAll);
    all.addAll(open);
    all.replaceAll(candidate -> candidate.withWorth(worth(candidate.merit(), candidate.matches())));
    return all;
  }
}
