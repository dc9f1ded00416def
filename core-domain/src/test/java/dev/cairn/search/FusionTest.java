package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {
  private static FusionSource source(String name, double weight, Map<String, Double> scores) {
    List<ScoredId> hits = new ArrayList<>();
    new TreeMap<>(scores).forEach((id, score) -> hits.add(new ScoredId(id, score)));
    return new FusionSource(name, weight, hits);
  }

  private static List<String> ids(List<FusedHit> hits) {
    return hits.stream().map(FusedHit::id).toList();
  }

  @Test
  void addsUpStretchedScoresAndSaysHow() {
    FusionSource vector = source(Fusion.VECTOR, 0.4, Map.of("a", 0.8, "b", 0.6, "c", 0.4));
    FusionSource words = source(Fusion.WORDS, 0.6, Map.of("b", 12.0, "d", 2.0, "a", 7.0));

    List<FusedHit> hits = Fusion.fuse(List.of(vector, words), 10);

    assertThat(ids(hits)).containsExactly("b", "a", "c", "d");
    assertThat(hits.get(0).score()).isCloseTo(0.4 * 0.5 + 0.6, within(1e-12));
    FusedHit second = hits.get(1);
    assertThat(second.score()).isCloseTo(0.4 + 0.6 * 0.5, within(1e-12));
    assertThat(second.parts()).hasSize(2);
    FusedHit.Part words2 = second.parts().get(1);
    assertThat(words2.source()).isEqualTo(Fusion.WORDS);
    assertThat(words2.rank()).isEqualTo(2);
    assertThat(words2.score()).isEqualTo(7.0);
    assertThat(words2.normalised()).isCloseTo(0.5, within(1e-12));
    assertThat(words2.share()).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void leavesTheOrderOfASingleSource() {
    FusionSource words = source(Fusion.WORDS, 0.6, Map.of("a", 3.0, "b", 9.0, "c", 5.0));
    FusionSource nothing = source(Fusion.VECTOR, 0.4, Map.of());

    List<FusedHit> hits = Fusion.fuse(List.of(nothing, words), 2);

    assertThat(ids(hits)).containsExactly("b", "c");
    assertThat(hits.get(0).score()).isEqualTo(1);
    assertThat(Fusion.fuse(List.of(nothing), 5)).isEmpty();
    assertThat(Fusion.fuse(List.of(), 5)).isEmpty();
  }

  @Test
  void takesEquallyGoodHitsAsGoodAndOrdersThemById() {
    FusionSource same = source("x", 1, Map.of("c", -2.0, "a", -2.0, "b", -2.0));

    List<FusedHit> hits = Fusion.fuse(List.of(same), 3);

    assertThat(ids(hits)).containsExactly("a", "b", "c");
    assertThat(hits).allMatch(hit -> hit.score() == 1 && hit.parts().get(0).rank() == 1);
  }

  @Test
  void standsScoresOfAnySize() {
    FusionSource huge =
        source("x", 1e300, Map.of("a", Double.MAX_VALUE, "b", -Double.MAX_VALUE, "c", 0.0));
    FusionSource tiny = source("y", 1e-300, Map.of("a", Double.MIN_VALUE, "b", 0.0));

    List<FusedHit> hits = Fusion.fuse(List.of(huge, tiny), 3);

    assertThat(ids(hits)).containsExactly("a", "c", "b");
    assertThat(hits.get(1).score()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source("x", 0, Map.of()))
        .withMessageContaining("above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source("x", Double.NaN, Map.of()))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source("x", 1, Map.of("a", Double.NaN)))
        .withMessageContaining("cannot be compared");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source(" ", 1, Map.of()))
        .withMessageContaining("name");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new FusionSource("x", 1, List.of(new ScoredId("a", 1), new ScoredId("a", 2))))
        .withMessageContaining("twice");
    FusionSource one = source("x", 1, Map.of("a", 1.0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fusion.fuse(List.of(one, one), 1))
        .withMessageContaining("'x'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fusion.fuse(List.of(one), 0))
        .withMessageContaining("at least 1");
  }

  private static List<FusionSource> some(Random random) {
    List<FusionSource> sources = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int s = 0; s < count; s++) {
      Map<String, Double> scores = new TreeMap<>();
      int hits = random.nextInt(20);
      for (int i = 0; i < hits; i++) {
        // Few different scores, so that many are equal.
        scores.put("id" + random.nextInt(25), (random.nextInt(7) - 3) * 0.1);
      }
      sources.add(source("s" + s, 0.1 + random.nextInt(9), scores));
    }
    return sources;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsItsPropertiesForAnySources(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<FusionSource> sources = some(random);
      List<FusedHit> all = Fusion.fuse(sources, 1000);

      assertThat(all).as("seed %d", seed).isSortedAccordingTo(FusedHit.BEST_FIRST);
      assertThat(new TreeSet<>(ids(all)))
          .isEqualTo(
              sources.stream()
                  .flatMap(source -> source.hits().stream())
                  .map(ScoredId::id)
                  .collect(Collectors.toCollection(TreeSet::new)));
      assertThat(ids(all)).doesNotHaveDuplicates();
      for (FusedHit hit : all) {
        assertThat(hit.score()).isBetween(0.0, 1.0);
        assertThat(hit.parts()).isNotEmpty();
        assertThat(hit.parts().stream().mapToDouble(FusedHit.Part::share).sum())
            .isCloseTo(hit.score(), within(1e-12));
      }
      assertThat(Fusion.fuse(sources, 3)).isEqualTo(all.subList(0, Math.min(3, all.size())));
      assertThat(ids(Fusion.fuse(shuffled(sources, random), 1000))).isEqualTo(ids(all));
      dominatesWhatIsWorseEverywhere(sources, all);
      staysWhenASourceIsScaled(sources, all);
    }
  }

  private static List<FusionSource> shuffled(List<FusionSource> sources, Random random) {
    List<FusionSource> shuffled = new ArrayList<>();
    for (FusionSource source : sources) {
      List<ScoredId> hits = new ArrayList<>(source.hits());
      Collections.shuffle(hits, random);
      shuffled.add(new FusionSource(source.name(), source.weight(), hits));
    }
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static void dominatesWhatIsWorseEverywhere(
      List<FusionSource> sources, List<FusedHit> all) {
    Map<String, Double> fused =
        all.stream().collect(Collectors.toMap(FusedHit::id, FusedHit::score));
    List<Map<String, Double>> scores =
        sources.stream()
            .map(s -> s.hits().stream().collect(Collectors.toMap(ScoredId::id, ScoredId::score)))
            .toList();
    for (String better : fused.keySet()) {
      for (String worse : fused.keySet()) {
        boolean isBetterEverywhere =
            scores.stream()
                .allMatch(
                    s ->
                        !s.containsKey(worse)
                            || s.getOrDefault(better, Double.NEGATIVE_INFINITY)
                                >= s.getOrDefault(worse, Double.NEGATIVE_INFINITY));
        if (isBetterEverywhere) {
          assertThat(fused.get(better)).isGreaterThanOrEqualTo(fused.get(worse));
        }
      }
    }
  }

  private static void staysWhenASourceIsScaled(List<FusionSource> sources, List<FusedHit> all) {
    List<FusionSource> scaled =
        sources.stream()
            .map(
                s ->
                    new FusionSource(
                        s.name(),
                        s.weight() * 2,
                        s.hits().stream()
                            .map(hit -> new ScoredId(hit.id(), hit.score() * 4))
                            .toList()))
            .toList();
    assertThat(ids(Fusion.fuse(scaled, 1000))).isEqualTo(ids(all));
  }
}
