package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for merging any facts; a failing seed is in the test's name. */
class FactMergerPropertyTest {
  private static final int FACTS = 40;

  private final FactMerger merger = new FactMerger();

  static LongStream seeds() {
    return LongStream.range(0, 250);
  }

  /** Text, so that the order of members counts, too. */
  private static List<String> texts(Collection<Fact> facts) {
    return facts.stream().map(fact -> fact.storedDocument().toString()).sorted().toList();
  }

  private static String text(Fact fact) {
    return fact.storedDocument().toString();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mergingIsIdempotent(long seed) {
    List<Fact> once = merger.mergeAll(new RandomFacts(seed).next(FACTS));
    List<Fact> repeated = new ArrayList<>(once);
    repeated.addAll(once);

    assertThat(merger.mergeAll(once)).isEqualTo(once);
    assertThat(texts(merger.mergeAll(repeated))).isEqualTo(texts(once));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mergingDoesNotDependOnTheOrder(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(FACTS);
    List<Fact> shuffled = new ArrayList<>(facts);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(texts(merger.mergeAll(shuffled))).isEqualTo(texts(merger.mergeAll(facts)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void mergingDoesNotDependOnTheGrouping(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(FACTS);
    int cut = new Random(seed).nextInt(FACTS);
    List<Fact> inParts = new ArrayList<>(merger.mergeAll(facts.subList(0, cut)));
    inParts.addAll(merger.mergeAll(facts.subList(cut, FACTS)));

    assertThat(texts(merger.mergeAll(inParts))).isEqualTo(texts(merger.mergeAll(facts)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void twoDuplicatesMergeTheSameEitherWay(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(FACTS);
    for (Fact a : facts) {
      for (Fact b : facts) {
        if (merger.areDuplicates(a, b)) {
          assertThat(text(merger.merge(a, b))).isEqualTo(text(merger.merge(b, a)));
          assertThat(text(merger.merge(merger.merge(a, b), b))).isEqualTo(text(merger.merge(a, b)));
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyDifferentFactIsCountedAndCanBeTakenOutAgain(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(FACTS);

    List<Fact> merged = merger.mergeAll(facts);

    List<Fact> takenApart = merged.stream().flatMap(f -> f.occurrences().stream()).toList();
    assertThat(texts(takenApart)).isEqualTo(texts(facts).stream().distinct().toList());
    assertThat(merged.stream().mapToLong(Fact::occurrenceCount).sum()).isEqualTo(takenApart.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void firstAndLastSeenAreTheEndsOfAllTimes(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(FACTS);

    for (Fact merged : merger.mergeAll(facts)) {
      List<Instant> times =
          facts.stream()
              .filter(fact -> merger.areDuplicates(fact, merged))
              .map(Fact::timestamp)
              .flatMap(Optional::stream)
              .sorted()
              .toList();
      assertThat(merged.firstSeen()).isEqualTo(times.stream().findFirst());
      assertThat(merged.lastSeen())
          .isEqualTo(times.isEmpty() ? Optional.empty() : Optional.of(times.getLast()));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noMemberIsLost(long seed) {
    List<Fact> facts = new RandomFacts(seed).next(FACTS);

    for (Fact merged : merger.mergeAll(facts)) {
      for (Fact fact : facts) {
        if (merger.areDuplicates(fact, merged)) {
          assertThat(merged.document().names()).containsAll(fact.document().names());
        }
      }
    }
  }
}
