package dev.cairn.context;

import static java.util.Objects.requireNonNull;

import dev.cairn.context.AssembledContext.Reason;
import dev.cairn.context.Rendering.Piece;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses the facts that are worth most to a prompt and fit into its budget of tokens.
 *
 * <p>Facts are taken in this order, each if it still fits: pinned ones, then as many of each
 * category as the ranking wants at least, then the others; within each group by worth for each
 * token. The same facts and request give the same text. The tokens of the text never exceed the
 * budget: the whole text is counted at the end, and facts are taken back if need be. Thread-safe.
 *
 * <p>Facts are looked at one by one. Those that are held at once are at most {@value
 * #MAX_CANDIDATES} of each group, the most valuable for their length; a budget of more tokens than
 * these need is not used up.
 */
public final class ContextAssembler {
  static final int MAX_CANDIDATES = 20_000;

  /** No row of any format has fewer tokens. */
  private static final int LEAST_TOKENS_PER_FACT = 2;

  /** How often room that an estimate left over is filled; what is left then is a few tokens. */
  private static final int MAX_ROUNDS = 4;

  private final ContextRenderer renderer;
  private final TokenCounter counter;
  private final ContextRanking ranking;

  public ContextAssembler(ContextRenderer renderer, TokenCounter counter, ContextRanking ranking) {
    this.renderer = requireNonNull(renderer, "renderer");
    this.counter = requireNonNull(counter, "counter");
    this.ranking = requireNonNull(ranking, "ranking");
  }

  /**
   * Assembles the context of a request.
   *
   * @param facts all facts of the user, once
   */
  public AssembledContext assemble(ContextRequest request, Iterable<Fact> facts) {
    int budget = request.budgetTokens();
    int capacity = Math.min(MAX_CANDIDATES, budget / LEAST_TOKENS_PER_FACT + 1);
    Omissions omissions = new Omissions();
    Shortlist shortlist = new Shortlist(request, ranking, capacity, omissions);
    facts.forEach(shortlist::offer);
    PieceCosts costs = new PieceCosts(counter);
    List<Candidate> wanted = costed(shortlist.candidates(), costs);
    List<Candidate> chosen = choose(wanted, budget, costs);
    Shown shown = show(chosen);
    while (shown.tokens() > budget) {
      chosen.removeLast();
      shown = show(chosen);
    }
    Set<Long> taken = arrivals(chosen);
    for (Candidate candidate : wanted) {
      if (!taken.contains(candidate.arrival())) {
        boolean tooLong = candidate.tokens() > budget;
        omissions.add(candidate, tooLong ? Reason.TOO_LONG : Reason.WORTH_LESS);
      }
    }
    return new AssembledContext(
        shown.text(),
        shown.tokens(),
        budget,
        renderer.name(),
        counter.name(),
        rows(shown.rendering(), chosen),
        omissions.list());
  }

  /** The candidates with what each costs, best first. */
  private List<Candidate> costed(List<Candidate> candidates, PieceCosts costs) {
    List<Candidate> costed = new ArrayList<>(candidates);
    for (Piece piece : render(candidates).pieces()) {
      for (int position : piece.facts()) {
        double tokens = Math.max(1.0, (double) costs.of(piece) / piece.facts().size());
        costed.set(position, candidates.get(position).withTokens(tokens));
      }
    }
    costed.sort(Candidate.BEST_FIRST);
    return costed;
  }

  /**
   * Fills the budget in order. What headers cost beside the rows is known only when the facts are
   * chosen, so the cost is checked, and facts are taken back or added, a few times.
   */
  private List<Candidate> choose(List<Candidate> wanted, int budget, PieceCosts costs) {
    List<Candidate> chosen = new ArrayList<>();
    Set<Long> passed = new HashSet<>();
    long used = 0;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      List<Candidate> added = fill(wanted, passed, budget - used);
      if (added.isEmpty()) {
        return chosen;
      }
      chosen.addAll(added);
      passed.addAll(arrivals(added));
      chosen.sort(Candidate.BEST_FIRST);
      used = costs.of(render(chosen));
      while (used > budget) {
        takeBack(chosen, used - budget);
        used = chosen.isEmpty() ? 0 : costs.of(render(chosen));
      }
    }
    return chosen;
  }

  /**
   * @param passed the arrivals of those that were chosen or taken back before
   */
  private static List<Candidate> fill(List<Candidate> wanted, Set<Long> passed, long room) {
    List<Candidate> added = new ArrayList<>();
    double left = room;
    for (Candidate candidate : wanted) {
      if (left < 1) {
        break;
      }
      if (candidate.tokens() <= left && !passed.contains(candidate.arrival())) {
        added.add(candidate);
        left -= candidate.tokens();
      }
    }
    return added;
  }

  private static void takeBack(List<Candidate> chosen, long excess) {
    double saved = 0;
    while (!chosen.isEmpty() && saved < excess) {
      saved += chosen.removeLast().tokens();
    }
  }

  private static Set<Long> arrivals(List<Candidate> candidates) {
    Set<Long> arrivals = HashSet.newHashSet(candidates.size());
    candidates.forEach(candidate -> arrivals.add(candidate.arrival()));
    return arrivals;
  }

  private Rendering render(List<Candidate> candidates) {
    return renderer.render(candidates.stream().map(Candidate::shown).toList());
  }

  private record Shown(Rendering rendering, String text, int tokens) {}

  private Shown show(List<Candidate> chosen) {
    if (chosen.isEmpty()) {
      return new Shown(new Rendering(List.of()), "", 0);
    }
    Rendering rendering = render(chosen);
    String text = rendering.text();
    return new Shown(rendering, text, counter.count(text));
  }

  private static List<FactKey> rows(Rendering rendering, List<Candidate> chosen) {
    List<FactKey> rows = new ArrayList<>(chosen.size());
    for (Piece piece : rendering.pieces()) {
      piece.facts().forEach(position -> rows.add(chosen.get(position).key()));
    }
    return rows;
  }
}
