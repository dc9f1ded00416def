package dev.cairn.search.partitioned;

import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.WatchedRecall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Compares some of the searches with the exact answer, in the background and in {@link SpareTime},
 * and learns from them. Thread-safe.
 */
final class RecallWatch {
  /** Longer answers are compared too slowly to be worth it. */
  static final int MOST_HITS = 100;

  /** How many searches are remembered, and how many new ones it takes to learn again. */
  static final int WINDOW = 64;

  private static final int MOST_TUNINGS = 8;

  private record Outcome(Sample sample, int found, int there) {}

  private final Frame frame;
  private final boolean learns;
  private final Executor executor;
  private final SpareTime spare;
  private final ArrayDeque<Outcome> window = new ArrayDeque<>();
  private volatile List<Tuning> tunings = List.of();
  private volatile boolean isStopped;
  private int sinceLearning;

  /**
   * @param executor runs the comparisons, one after the other
   */
  RecallWatch(Frame frame, boolean learns, Executor executor, SpareTime spare) {
    this.frame = frame;
    this.learns = learns;
    this.executor = executor;
    this.spare = spare;
  }

  /** Whether a search with these wishes should be handed to {@link #take}. */
  boolean wants(int k, SearchHints hints) {
    return k <= MOST_HITS && hints.recall() < 1 && spare.isThere();
  }

  /**
   * @param count the rows that the search saw
   * @param hits what it found
   */
  void take(Grown grown, int count, Sample sample, List<ScoredId> hits) {
    if (!isStopped && spare.begin()) {
      executor.execute(() -> compare(grown, count, sample, hits));
    }
  }

  private void compare(Grown grown, int count, Sample sample, List<ScoredId> hits) {
    spare.run();
    try {
      if (isStopped) {
        return;
      }
      Searcher searcher = new Searcher(frame);
      Set<String> truth = Learning.ids(searcher.exact(grown, count, sample.query(), sample.k()));
      int found = (int) hits.stream().filter(hit -> truth.contains(hit.id())).count();
      List<Sample> toLearnFrom = remember(new Outcome(sample, found, truth.size()));
      if (!toLearnFrom.isEmpty()) {
        learn(new Learning(searcher).learn(grown, toLearnFrom));
      }
    } finally {
      spare.end();
    }
  }

  /** Adds an outcome, and returns what to learn from if it is time to. */
  private List<Sample> remember(Outcome outcome) {
    synchronized (window) {
      window.addLast(outcome);
      if (window.size() > WINDOW) {
        window.removeFirst();
      }
      sinceLearning++;
      if (!learns || sinceLearning < WINDOW) {
        return List.of();
      }
      double wanted = outcome.sample().wanted();
      List<Sample> alike = new ArrayList<>();
      for (Outcome one : window) {
        if (one.sample().wanted() == wanted) {
          alike.add(one.sample());
        }
      }
      if (alike.size() < WINDOW / 2) {
        return List.of();
      }
      sinceLearning = 0;
      return alike;
    }
  }

  private void learn(Tuning tuning) {
    List<Tuning> next = new ArrayList<>(tunings);
    next.removeIf(old -> old.wanted() == tuning.wanted() || old.lists() != tuning.lists());
    if (next.size() == MOST_TUNINGS) {
      next.remove(0);
    }
    next.add(tuning);
    tunings = List.copyOf(next);
  }

  /** What was learned for a recall, while there are so many partitions. */
  Optional<Tuning> tuning(double recall, int lists) {
    for (Tuning tuning : tunings) {
      if (tuning.isFor(recall, lists)) {
        return Optional.of(tuning);
      }
    }
    return Optional.empty();
  }

  Optional<WatchedRecall> figure() {
    synchronized (window) {
      int found = 0;
      int there = 0;
      double wanted = 0;
      for (Outcome outcome : window) {
        found += outcome.found();
        there += outcome.there();
        wanted += outcome.sample().wanted();
      }
      return there == 0
          ? Optional.empty()
          : Optional.of(
              new WatchedRecall((double) found / there, wanted / window.size(), window.size()));
    }
  }

  List<String> explain() {
    List<String> lines = new ArrayList<>();
    figure()
        .ifPresent(
            figure ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "recall: %.3f of %.3f wanted, over the last %d searches that were compared",
                        figure.recall(),
                        figure.wanted(),
                        figure.searches())));
    if (learns) {
      tunings.forEach(tuning -> lines.add(tuning.describe()));
    } else {
      lines.add("learning: off");
    }
    return lines;
  }

  void stop() {
    isStopped = true;
  }
}
