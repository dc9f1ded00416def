package dev.cairn.context;

import static java.util.Objects.requireNonNull;

import dev.cairn.context.AssembledContext.Reason;
import dev.cairn.context.Rendering.Piece;
import dev.cairn.memory.Fact;
import dev.cairn.memory.FactKey;
import dev.cairn.memory.Turn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Chooses the facts that are worth most to a prompt and fit into its budget of tokens.
 *
 * <p>Facts are taken in this order, each if it still fits: pinned ones, then as many of each
 * category as the ranking wants at least, then the others; within each group by worth for each
 * token. The same facts and request give the same text. The tokens of the text never exceed the
 * budget: the whole text is counted at the end, and facts are taken back if need be. If the request
 * wants quotes, the turns that the chosen facts came from follow them. Thread-safe.
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
   * Assembles the context of a request, without quotes.
   *
   * @param facts all facts of the user, once
   */
  public AssembledContext assemble(ContextRequest request, Iterable<Fact> facts) {
    return assemble(request, facts, Fact::pinned, id -> Optional.empty());
  }

  /**
   * Assembles the context of a request.
   *
   * @param facts all facts of the user, once
   * @param pinned which facts are taken first
   * @param turns finds the user's turns by their ids
   */
  public AssembledContext assemble(
      ContextRequest request,
      Iterable<Fact> facts,
      Predicate<Fact> pinned,
      Function<String, Optional<Turn>> turns) {
    int budget = request.budgetTokens();
    int budgetOfFacts = budget - (int) (budget * request.quoteShare());
    int capacity = Math.min(MAX_CANDIDATES, budget / LEAST_TOKENS_PER_FACT + 1);
    Omissions omissions = new Omissions();
    Shortlist shortlist = new Shortlist(request, ranking, capacity, omissions);
    facts.forEach(fact -> shortlist.offer(fact, pinned.test(fact)));
    PieceCosts costs = new PieceCosts(counter);
    List<Candidate> wanted = costed(shortlist.candidates(), costs);
    List<Candidate> chosen = choose(wanted, budgetOfFacts, costs);
    List<Turn> quoted = quotable(chosen, turns, budgetOfFacts, budget, costs);
    Shown shown = show(chosen, quoted);
    while (shown.tokens() > budget) {
      if (quoted.isEmpty()) {
        chosen.removeLast();
      } else {
        quoted.removeLast();
      }
      shown = show(chosen, quoted);
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
        quoted,
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

  /** The turns of the chosen facts, of the best first, that fit into what these left over. */
  private List<Turn> quotable(
      List<Candidate> chosen,
      Function<String, Optional<Turn>> turns,
      int budgetOfFacts,
      int budget,
      PieceCosts costs) {
    List<Turn> quotable = new ArrayList<>();
    if (budgetOfFacts == budget || chosen.isEmpty()) {
      return quotable;
    }
    long left = budget - costs.of(render(chosen));
    Set<String> seen = new HashSet<>();
    for (Candidate candidate : chosen) {
      for (String id : candidate.turns()) {
        Optional<Turn> turn = seen.add(id) ? turns.apply(id) : Optional.empty();
        long cost = turn.map(found -> (long) costs.of(quote(found))).orElse(Long.MAX_VALUE);
        if (cost <= left) {
          quotable.add(turn.orElseThrow());
          left -= cost;
        }
      }
    }
    return quotable;
  }

  private static Piece quote(Turn turn) {
    String time = turn.time().map(at -> ", " + at).orElse("");
    String words = turn.text().replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\n> ");
    return Piece.header("> " + turn.speaker() + time + ": " + words + "\n");
  }

  private record Shown(Rendering rendering, String text, int tokens) {}

  private Shown show(List<Candidate> chosen, List<Turn> quoted) {
    if (chosen.isEmpty()) {
      return new Shown(new Rendering(List.of()), "", 0);
    }
    Rendering rendering = render(chosen);
    StringBuilder text = new StringBuilder(rendering.text());
    quoted.forEach(turn -> text.append(quote(turn).text()));
    return new Shown(rendering, text.toString(), counter.count(text.toString()));
  }

  private static List<FactKey> rows(Rendering rendering, List<Candidate> chosen) {
    List<FactKey> rows = new ArrayList<>(chosen.size());
    for (Piece piece : rendering.pieces()) {
      piece.facts().forEach(position -> rows.add(chosen.get(position).key()));
    }
    return rows;
  }
}
