package dev.cairn.cli;

import dev.cairn.NamespaceClient;
import dev.cairn.graph.Noun;
import dev.cairn.memory.Stored;
import dev.cairn.retrieval.SearchHit;
import dev.cairn.retrieval.SearchKind;
import dev.cairn.retrieval.SearchRequest;
import dev.cairn.search.Embedding;
import dev.cairn.search.Filter;
import dev.cairn.search.IdFilter;
import dev.cairn.search.ScanVectorIndex;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what the search finds for some vectors with the exact answer. */
final class SearchParity {
  private static final int PAGE = 1_000;
  private static final int NEAREST = 10;

  /** Every so many nouns one is a probe, until there are enough. */
  private final int probes;

  private final NamespaceClient client;

  SearchParity(NamespaceClient client, int probes) {
    this.client = client;
    this.probes = probes;
  }

  /**
   * How the search did.
   *
   * @param vectors how many there are
   * @param recall the share of the true nearest that were found, 0 to 1
   */
  record Found(long vectors, int probes, double recall) {}

  /** Empty if there is nothing to search for. */
  Optional<Found> run() {
    Optional<VectorSpace> space = client.search().space();
    return space.flatMap(this::run);
  }

  private Optional<Found> run(VectorSpace space) {
    List<Embedding> questions = probes(space);
    if (questions.isEmpty()) {
      return Optional.empty();
    }
    List<Nearest> exact = new ArrayList<>();
    questions.forEach(question -> exact.add(new Nearest(space, question)));
    long vectors = 0;
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Noun>> page = client.graph().searchNouns(Filter.ALL, after, PAGE);
      vectors += page.items().stream().filter(it -> isOf(space, it.item())).count();
      exact.forEach(nearest -> nearest.add(page.items()));
      after = page.next();
    } while (after.isPresent());
    double recall = 0;
    for (int i = 0; i < questions.size(); i++) {
      recall += exact.get(i).recall(search(questions.get(i)));
    }
    return Optional.of(new Found(vectors, questions.size(), recall / questions.size()));
  }

  private List<Embedding> probes(VectorSpace space) {
    List<Embedding> found = new ArrayList<>();
    long every = Math.max(1, client.graph().getStatistics().nounVectors() / probes);
    long seen = 0;
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Stored<Noun>> page = client.graph().searchNouns(Filter.ALL, after, PAGE);
      for (Stored<Noun> noun : page.items()) {
        if (isOf(space, noun.item()) && seen++ % every == 0 && found.size() < probes) {
          found.add(noun.item().vector().orElseThrow());
        }
      }
      after = page.next();
    } while (after.isPresent() && found.size() < probes);
    return found;
  }

  private static boolean isOf(VectorSpace space, Noun noun) {
    return noun.vector().filter(it -> it.space().equals(space)).isPresent();
  }

  private Set<String> search(Embedding question) {
    SearchRequest request = SearchRequest.of(question, NEAREST).withKinds(Set.of(SearchKind.NOUN));
    Set<String> found = new HashSet<>();
    for (SearchHit hit : client.search().search(request).hits()) {
      found.add(hit.id().id());
    }
    return found;
  }

  /** The nearest nouns to one vector, kept while all are looked at. */
  private static final class Nearest {
    private final VectorSpace space;
    private final float[] question;
    private ScanVectorIndex best;

    Nearest(VectorSpace space, Embedding question) {
      this.space = space;
      this.question = question.values();
      this.best = new ScanVectorIndex(space);
    }

    void add(List<Stored<Noun>> nouns) {
      for (Stored<Noun> noun : nouns) {
        if (isOf(space, noun.item())) {
          best.put(noun.item().id(), noun.item().vector().orElseThrow().values());
        }
      }
      Set<String> keep = new HashSet<>();
      // Twice as many, so that of equally near ones none is missed.
      for (ScoredId id : search(2 * NEAREST)) {
        keep.add(id.id());
      }
      for (Stored<Noun> noun : nouns) {
        if (!keep.contains(noun.item().id())) {
          best.remove(noun.item().id());
        }
      }
    }

    private List<ScoredId> search(int count) {
      return best.search(question, count, IdFilter.ALL, SearchHints.EXACT);
    }

    double recall(Set<String> found) {
      List<ScoredId> nearest = search(2 * NEAREST);
      if (nearest.isEmpty()) {
        return 1;
      }
      int wanted = Math.min(NEAREST, nearest.size());
      double last = nearest.get(wanted - 1).score();
      long hits =
          nearest.stream()
              .filter(id -> id.score() >= last && found.contains(id.id()))
              .limit(wanted)
              .count();
      return (double) hits / wanted;
    }
  }
}
