package dev.cairn.s3.lease;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Retries;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads and replaces the objects of leases, and settles what became of a replacement. Thread-safe.
 */
final class LeaseStore {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int NONCE_BYTES = 16;
  private static final int TRIES_OF_DAMAGED = 4;

  private final ObjectStore store;
  private final Timeline timeline;
  private final RandomGenerator random;

  LeaseStore(ObjectStore store, Timeline timeline, RandomGenerator random) {
    this.store = store;
    this.timeline = timeline;
    this.random = random;
  }

  /**
   * A lease as it was read.
   *
   * @param age how long before the answer it was written, by the store's clock
   * @param writtenAt by the store's clock
   */
  record Seen(LeaseObject content, String etag, Duration age, Instant writtenAt) {
    boolean isHeld(Duration allowance) {
      Duration time = content.timeToLive();
      return !time.isZero() && age.compareTo(time.plus(allowance)) < 0;
    }
  }

  String nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return HexFormat.of().formatHex(nonce);
  }

  /**
   * Reads a lease until it comes whole.
   *
   * @throws StorageException if the bucket does not answer, or the object is damaged
   */
  Optional<Seen> read(String key) {
    Retries retries = retries();
    int damaged = 0;
    while (true) {
      String reason;
      switch (store.get(key)) {
        case Fetched.Missing ignored -> {
          return Optional.empty();
        }
        case Fetched.Unavailable unavailable -> reason = unavailable.reason();
        case Fetched.Found found -> {
          try {
            return Optional.of(seen(key, found));
          } catch (StorageException broken) {
            if (++damaged == TRIES_OF_DAMAGED) {
              throw broken;
            }
            reason = "it came damaged";
          }
        }
      }
      if (!retries.again()) {
        throw noAnswer(key, reason);
      }
    }
  }

  private static Seen seen(String key, Fetched.Found found) {
    return new Seen(
        LeaseObject.decode(key, found.bytes()),
        found.etag(),
        Duration.between(found.lastModified(), found.at()),
        found.lastModified());
  }

  /**
   * Replaces what was seen.
   *
   * @return the tag of the new object; empty if another process replaced it first
   * @throws StorageException if the store did not tell
   */
  Optional<String> replace(Optional<Seen> seen, LeaseObject next) {
    String key = LeaseObject.key(next.name());
    byte[] bytes = next.encode();
    Retries retries = retries();
    while (true) {
      PutOutcome outcome =
          seen.isEmpty()
              ? store.putIfAbsent(key, bytes)
              : store.putIfMatch(key, bytes, seen.get().etag());
      if (outcome instanceof PutOutcome.Written written) {
        return Optional.of(written.etag());
      }
      if (!(outcome instanceof PutOutcome.NotNow)) {
        Optional<Seen> now = read(key);
        if (now.isPresent() && now.get().content().nonce().equals(next.nonce())) {
          return now.map(Seen::etag);
        }
        if (!now.map(Seen::etag).equals(seen.map(Seen::etag))) {
          return Optional.empty();
        }
      }
      if (!retries.again()) {
        throw noAnswer(key, outcome.toString());
      }
    }
  }

  private Retries retries() {
    return new Retries(timeline, random, PATIENCE);
  }

  private static StorageException noAnswer(String key, String reason) {
    return new StorageException(
        "The bucket did not answer for '%s': %s. A lease that was being taken may be held until it runs out; try again."
            .formatted(key, reason));
  }
}
