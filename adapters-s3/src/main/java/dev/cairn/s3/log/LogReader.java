package dev.cairn.s3.log;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Retries;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Reads objects until they come whole: an answer that is missing or damaged on its way is asked for
 * again. Thread-safe.
 */
final class LogReader {
  private static final int TRIES_OF_DAMAGED = 4;

  private final ObjectStore store;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Duration patience;

  LogReader(ObjectStore store, Timeline timeline, RandomGenerator random, Duration patience) {
    this.store = store;
    this.timeline = timeline;
    this.random = random;
    this.patience = patience;
  }

  Retries retries() {
    return new Retries(timeline, random, patience);
  }

  /** Passes on which of the segments are read from now on. */
  void needsOnly(Set<String> keys) {
    store.needsOnly(keys);
  }

  /** Reads and decodes an object; empty if there is none. */
  <T> Optional<T> get(String key, Function<Fetched.Found, T> decode) {
    return read(key, () -> store.get(key), decode);
  }

  /** Reads and decodes a part of an object; empty if there is no such object. */
  <T> Optional<T> getRange(String key, long offset, int length, Function<Fetched.Found, T> decode) {
    return read(key, () -> store.getRange(key, offset, length), decode);
  }

  private <T> Optional<T> read(
      String key, Supplier<Fetched> request, Function<Fetched.Found, T> decode) {
    Retries retries = retries();
    int damaged = 0;
    while (true) {
      String reason;
      switch (request.get()) {
        case Fetched.Missing ignored -> {
          return Optional.empty();
        }
        case Fetched.Unavailable unavailable -> reason = unavailable.reason();
        case Fetched.Found found -> {
          try {
            return Optional.of(decode.apply(found));
          } catch (CorruptObjectException broken) {
            store.distrust(key);
            if (++damaged == TRIES_OF_DAMAGED) {
              throw broken;
            }
            reason = broken.getMessage();
          }
        }
      }
      if (!retries.again()) {
        throw new StorageException(
            "Object '%s' of %s could not be read within %s: %s. Check the endpoint, the region and the connection, and try again."
                .formatted(key, store, patience, reason));
      }
    }
  }
}
