package dev.cairn.migration.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Histories of migrations between stores under fire. Run one again with {@code
 * -Dcairn.migration.seed=N}, more with {@code -Dcairn.migration.histories=N}.
 */
class StoreSimTest {
  private static final int HISTORIES = 5_000;
  private static final int MAX_TOLD = 10;
  private static final int BROKEN_HISTORIES = 1_000;

  /** The ways of the guide. */
  enum Strategy {
    IN_PLACE,
    BLUE_GREEN,
    ROLLING,
    COORDINATED;

    boolean freezes() {
      return this != ROLLING;
    }

    boolean mirrors() {
      return this != IN_PLACE;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostWhateverHappens(Strategy strategy) {
    long first = Long.getLong("cairn.migration.seed", 1);
    long histories = Long.getLong("cairn.migration.seed") == null ? count() : 1;
    System.out.println(strategy + ": seeds " + first + " to " + (first + histories - 1));

    List<String> failures =
        LongStream.range(first, first + histories)
            .parallel()
            .mapToObj(seed -> failure(seed, strategy))
            .flatMap(Optional::stream)
            .toList();

    assertThat(failures.stream().limit(MAX_TOLD)).as("%d failed", failures.size()).isEmpty();
  }

  private static long count() {
    return Long.getLong("cairn.migration.histories", HISTORIES);
  }

  private static Optional<String> failure(long seed, Strategy strategy) {
    try {
      StoreSimHistory.run(seed, strategy, StoreSim.Breakage.NONE);
      return Optional.empty();
    } catch (AssertionError | RuntimeException failed) {
      if (Long.getLong("cairn.migration.seed") != null) {
        throw failed;
      }
      return Optional.of("seed " + seed + ": " + failed);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatIsBrokenOnPurposeIsFound(StoreSim.Breakage breakage) {
    Strategy strategy =
        breakage == StoreSim.Breakage.NOT_FROZEN ? Strategy.COORDINATED : Strategy.ROLLING;
    long found =
        LongStream.rangeClosed(1, BROKEN_HISTORIES)
            .parallel()
            .filter(seed -> fails(seed, strategy, breakage))
            .count();

    System.out.println(breakage + ": found in " + found + " of " + BROKEN_HISTORIES + " histories");
    assertThat(found).isPositive();
  }

  private static boolean fails(long seed, Strategy strategy, StoreSim.Breakage breakage) {
    try {
      StoreSimHistory.run(seed, strategy, breakage);
      return false;
    } catch (AssertionError found) {
      return true;
    }
  }
}
