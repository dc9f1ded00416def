package dev.cairn.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins what several sources found into one order, by their scores and not by their ranks: how much
 * better a hit is counts. Each source's scores are stretched so that its worst hit has 0 and its
 * best 1, weighted and added up; a source whose hits are all equally good gives each of them 1.
 *
 * <p>What a source did not find gets nothing from it. So sources should be asked for more than is
 * wanted in the end, {@link #DEPTH} times as many; else the worst of few good hits would count as
 * little as what was not found.
 */
public final class Fusion {
  /** Nearness of vectors. */
  public static final String VECTOR = "vector";

  /** Words shared with the query. */
  public static final String WORDS = "words";

  /** Nearness to other hits over relations. */
  public static final String GRAPH = "graph";

  /** How many hits to ask each source for, as a multiple of those wanted. */
  public static final int DEPTH = 5;

  /**
   * Chosen on two conversations of LoCoMo with bge-small; see {@code cairn bench retrieval}. With
   * smaller models 0.4 does as well.
   */
  public static final double VECTOR_WEIGHT = 0.5;

  public static final double WORDS_WEIGHT = 0.5;
  public static final double GRAPH_WEIGHT = 0.2;

  private Fusion() {}

  /**
   * The best {@code k} of all sources, in the order of {@link FusedHit#BEST_FIRST}: the same for
   * any order of sources and hits, but for the order of parts. A source without hits takes no part,
   * as if it had not been asked.
   *
   * @throws IllegalArgumentException if {@code k} is below 1 or two sources have one name
   */
  public static List<FusedHit> fuse(List<FusionSource> sources, int k) {
    VectorIndex.checkCount(k);
    checkNames(sources);
    double weights =
        sources.stream()
            .filter(source -> !source.hits().isEmpty())
            .sorted(Comparator.comparing(FusionSource::name))
            .mapToDouble(FusionSource::weight)
            .sum();
    Map<String, List<FusedHit.Part>> parts = new LinkedHashMap<>();
    for (FusionSource source : sources) {
      add(source, weights, parts);
    }
    List<FusedHit> hits = new ArrayList<>();
    parts.forEach((id, ofHit) -> hits.add(new FusedHit(id, sum(ofHit), ofHit)));
    hits.sort(FusedHit.BEST_FIRST);
    return List.copyOf(hits.subList(0, Math.min(k, hits.size())));
  }

  private static void checkNames(List<FusionSource> sources) {
    Set<String> names = new HashSet<>();
    for (FusionSource source : sources) {
      if (!names.add(source.name())) {
        throw new IllegalArgumentException(
            "Two sources of a fusion have the name '%s'; their hits could not be told apart."
                .formatted(source.name()));
      }
    }
  }

  private static void add(
      FusionSource source, double weights, Map<String, List<FusedHit.Part>> parts) {
    DoubleSummaryStatistics scores =
        source.hits().stream().mapToDouble(ScoredId::score).summaryStatistics();
    List<ScoredId> best = source.hits().stream().sorted(ScoredId.BEST_FIRST).toList();
    int rank = 0;
    for (int i = 0; i < best.size(); i++) {
      ScoredId hit = best.get(i);
      if (i == 0 || best.get(i - 1).score() != hit.score()) {
        rank = i + 1;
      }
      double normalised = normalise(hit.score(), scores.getMin(), scores.getMax());
      double share = source.weight() / weights * normalised;
      parts
          .computeIfAbsent(hit.id(), id -> new ArrayList<>())
          .add(new FusedHit.Part(source.name(), rank, hit.score(), normalised, share));
    }
  }

  private static double normalise(double score, double least, double greatest) {
    if (least == greatest) {
      return 1;
    }
    double range = greatest - least;
    // The range of two doubles may be beyond that of one; halving would lose the smallest.
    double normalised =
        range <= Double.MAX_VALUE
            ? (score - least) / range
            : (score / 2 - least / 2) / (greatest / 2 - least / 2);
    return Math.clamp(normalised, 0.0, 1.0);
  }

  /** Sorted, since the order of additions shows in the last digit. */
  private static double sum(List<FusedHit.Part> parts) {
    double sum =
        parts.stream()
            .sorted(Comparator.comparing(FusedHit.Part::source))
            .mapToDouble(FusedHit.Part::share)
            .sum();
    return Math.min(1, sum);
  }
}
