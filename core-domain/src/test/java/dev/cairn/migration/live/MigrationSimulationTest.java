package dev.cairn.migration.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Histories of migrations under fire. Run one again with {@code -Dcairn.migration.seed=N}, more
 * with {@code -Dcairn.migration.histories=N}.
 */
class MigrationSimulationTest {
  private static final int HISTORIES = 5_000;
  private static final int MAX_TOLD = 10;
  private static final int BROKEN_HISTORIES = 500;

  @ParameterizedTest
  @EnumSource
  void nothingIsLostWhateverHappens(SimWorld.FenceKind fence) {
    long first = Long.getLong("cairn.migration.seed", 1);
    long histories = Long.getLong("cairn.migration.seed") == null ? count() : 1;
    System.out.println(
        "migration histories, " + fence + ": seeds " + first + " to " + (first + histories - 1));

    List<String> failures =
        LongStream.range(first, first + histories)
            .parallel()
            .mapToObj(seed -> failure(seed, fence))
            .flatMap(Optional::stream)
            .toList();

    assertThat(failures.stream().limit(MAX_TOLD)).as("%d failed", failures.size()).isEmpty();
  }

  private static long count() {
    return Long.getLong("cairn.migration.histories", HISTORIES);
  }

  private static Optional<String> failure(long seed, SimWorld.FenceKind fence) {
    try {
      SimHistory.run(seed, fence, SimWorld.Breakage.NONE);
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
  void whatIsBrokenOnPurposeIsFound(SimWorld.Breakage breakage) {
    long found =
        LongStream.rangeClosed(1, BROKEN_HISTORIES)
            .parallel()
            .filter(seed -> fails(seed, breakage))
            .count();

    System.out.println(breakage + ": found in " + found + " of " + BROKEN_HISTORIES + " histories");
    assertThat(found).isPositive();
  }

  private static boolean fails(long seed, SimWorld.Breakage breakage) {
    try {
      SimWorld.FenceKind fence =
          breakage == SimWorld.Breakage.CLEAN_PASS_BEFORE_FENCE || seed % 3 > 0
              ? SimWorld.FenceKind.ENFORCED
              : SimWorld.FenceKind.ADVISORY;
      SimHistory.run(seed, fence, breakage);
      return false;
    } catch (AssertionError found) {
      return true;
    }
  }
}
