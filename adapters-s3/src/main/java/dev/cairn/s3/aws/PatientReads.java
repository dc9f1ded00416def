package dev.cairn.s3.aws;

import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.Retries;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Reads objects at the start, for as long as the bucket may need to answer. */
final class PatientReads {
  private final ObjectStore store;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Duration patience;

  PatientReads(ObjectStore store, Timeline timeline, RandomGenerator random, Duration patience) {
    this.store = store;
    this.timeline = timeline;
    this.random = random;
    this.patience = patience;
  }

  /**
   * @throws StorageException if the bucket does not answer in time
   */
  Optional<Fetched.Found> get(String key) {
    Retries retries = new Retries(timeline, random, patience);
    while (true) {
      switch (store.get(key)) {
        case Fetched.Found found -> {
          return Optional.of(found);
        }
        case Fetched.Missing ignored -> {
          return Optional.empty();
        }
        case Fetched.Unavailable unavailable -> {
          if (!retries.again()) {
            throw new StorageException(
                "The bucket %s does not answer: %s. Check the endpoint, the region and the connection, and try again."
                    .formatted(store, unavailable.reason()));
          }
        }
      }
    }
  }
}
