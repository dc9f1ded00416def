package dev.cairn.s3.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of several processes on a bucket with faults, checked against the log they leave.
 *
 * <p>{@code -Dcairn.s3.seed=N} runs the history of one seed only, {@code -Dcairn.s3.seeds=N} sets
 * how many the long run has.
 */
final class SimulationTest {
  private static final int PROCESSORS = 2;
  private static final @Nullable Long REPLAYED = Long.getLong("cairn.s3.seed");

  @Test
  void oneSeedCanBeReplayed() {
    run(REPLAYED == null ? 1 : REPLAYED, SimMutant.NONE);
  }

  /** Histories that once went wrong. */
  @ParameterizedTest
  @ValueSource(longs = {1_714_279, 1_983_587, 2_021_680, 10_055_960})
  void whatWentWrongOnceDoesNoMore(long seed) {
    run(seed, SimMutant.NONE);
  }

  @Test
  void normalFaultsBreakNothing() throws Exception {
    assumeTrue(REPLAYED == null, "one seed is replayed");
    assertThat(violations(1, 20_000, SimMutant.NONE)).isEmpty();
  }

  @Test
  @Tag("slow")
  void normalFaultsBreakNothingInManyHistories() throws Exception {
    assertThat(violations(1_000_000, Integer.getInteger("cairn.s3.seeds", 50_000), SimMutant.NONE))
        .isEmpty();
  }

  /** A check that never fails would show nothing. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void takingAwayAProtectionIsNoticed(SimMutant mutant) throws Exception {
    List<String> found = violations(1, 1_500, mutant);
    System.out.printf("%s: %s%n", mutant, found);
    assertThat(found).isNotEmpty();
  }

  @Test
  void aSeedGivesTheSameHistoryAgain() {
    assertThat(run(77, SimMutant.NONE).bucket.keys())
        .isEqualTo(run(77, SimMutant.NONE).bucket.keys())
        .isNotEmpty();
  }

  /** The long run without a build: {@code SimulationTest FIRST_SEED HISTORIES}. */
  public static void main(String[] arguments) throws Exception {
    long first = Long.parseLong(arguments[0]);
    int histories = Integer.parseInt(arguments[1]);
    List<String> found = violations(first, histories, SimMutant.NONE);
    System.out.printf(
        "seeds %d to %d: %s%n",
        first, first + histories - 1, found.isEmpty() ? "no violation" : found);
  }

  private static List<String> violations(long firstSeed, int histories, SimMutant mutant)
      throws Exception {
    AtomicLong next = new AtomicLong(firstSeed);
    List<Future<List<String>>> parts = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(PROCESSORS)) {
      for (int i = 0; i < PROCESSORS; i++) {
        parts.add(executor.submit(() -> part(next, firstSeed + histories, mutant)));
      }
    }
    List<String> violations = new ArrayList<>();
    for (Future<List<String>> part : parts) {
      violations.addAll(part.get());
    }
    return violations;
  }

  private static List<String> part(AtomicLong next, long end, SimMutant mutant) {
    List<String> violations = new ArrayList<>();
    long seed = next.getAndIncrement();
    while (seed < end && violations.isEmpty()) {
      try {
        run(seed, mutant);
      } catch (AssertionError | RuntimeException violation) {
        violations.add("-Dcairn.s3.seed=" + seed + ": " + violation.getMessage());
      }
      seed = next.getAndIncrement();
    }
    return violations;
  }

  private static Sim run(long seed, SimMutant mutant) {
    Sim sim = new Sim(seed, mutant, seed % 10 == 0 ? 35 : 12);
    sim.run();
    return sim;
  }
}
