package dev.cairn.s3.aws;

import dev.cairn.plugin.ConfigurationException;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.store.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/**
 * Finds out whether a store honours the conditions that the log rests on. A store that ignores them
 * would lose commits without a word, so it is refused. What was found holds for a day, for all
 * processes.
 */
final class BucketProbe {
  private static final String RESULT = "caps";
  private static final Duration VALID = Duration.ofDays(1);
  private static final int RACERS = 8;

  private final ObjectStore store;
  private final PatientReads reads;
  private final RandomGenerator random;
  private volatile boolean passed;

  BucketProbe(ObjectStore store, PatientReads reads, RandomGenerator random) {
    this.store = store;
    this.reads = reads;
    this.random = random;
  }

  /**
   * Tests the store, unless that was done already.
   *
   * @throws ConfigurationException if the store ignores a condition
   * @throws StorageException if it did not answer
   */
  void require() {
    if (!passed) {
      test();
      passed = true;
    }
  }

  private synchronized void test() {
    // A copy of the objects says nothing of the store that they were copied to.
    byte[] result =
        "conditional writes work at %s\n".formatted(store).getBytes(StandardCharsets.UTF_8);
    Optional<Fetched.Found> known = reads.get(RESULT);
    if (known.filter(found -> holds(found, result)).isPresent()) {
      return;
    }
    String key = name();
    requireCreatesOnce(key);
    requireReplacesByTag(key);
    requireOneWinner();
    // If it is not kept, the next start asks again.
    PutOutcome ignored =
        known.isPresent()
            ? store.putIfMatch(RESULT, result, known.get().etag())
            : store.putIfAbsent(RESULT, result);
  }

  private static boolean holds(Fetched.Found found, byte[] result) {
    boolean young = found.lastModified().plus(VALID).isAfter(found.at());
    return young && Arrays.equals(found.bytes(), result);
  }

  private String name() {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    return "probe/" + HexFormat.of().formatHex(nonce);
  }

  private void requireCreatesOnce(String key) {
    if (!(store.get(key) instanceof Fetched.Missing)) {
      throw unclear("whether an object exists");
    }
    requireWritten(store.putIfAbsent(key, new byte[] {1}), "an object that was not there");
    switch (store.putIfAbsent(key, new byte[] {2})) {
      case PutOutcome.Refused ignored -> {}
      case PutOutcome.Written ignored -> throw ignores("If-None-Match");
      default -> throw unclear("a second creation");
    }
  }

  private void requireReplacesByTag(String key) {
    if (!(store.get(key) instanceof Fetched.Found found)) {
      throw unclear("an object that was just created");
    }
    switch (store.putIfMatch(key, new byte[] {3}, "\"00000000000000000000000000000000\"")) {
      case PutOutcome.Refused ignored -> {}
      case PutOutcome.Written ignored -> throw ignores("If-Match");
      default -> throw unclear("a replacement of another object");
    }
    requireWritten(store.putIfMatch(key, new byte[] {4}, found.etag()), "a replacement");
  }

  private void requireOneWinner() {
    String key = name();
    List<Future<PutOutcome>> racers = new ArrayList<>();
    int winners = 0;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < RACERS; i++) {
        byte[] body = {(byte) i};
        racers.add(executor.submit(() -> store.putIfAbsent(key, body)));
      }
      for (Future<PutOutcome> racer : racers) {
        winners += racer.get() instanceof PutOutcome.Written ? 1 : 0;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unclear("a race");
    } catch (ExecutionException failed) {
      throw new StorageException("The bucket could not be tested. Try again.", failed);
    }
    if (winners > 1) {
      throw ignores("If-None-Match in a race");
    }
  }

  private static void requireWritten(PutOutcome outcome, String what) {
    if (!(outcome instanceof PutOutcome.Written)) {
      throw unclear(what + " (" + outcome + ")");
    }
  }

  private static StorageException unclear(String what) {
    return new StorageException(
        "Whether the bucket honours conditional writes could not be found out: it gave no clear answer for %s. Try again."
            .formatted(what));
  }

  private ConfigurationException ignores(String condition) {
    return new ConfigurationException(
        "The store of '%s' does not honour %s: processes would overwrite each other's commits. Use a store that does, as Amazon S3, or storage 'sqlite'."
            .formatted(store, condition));
  }
}
