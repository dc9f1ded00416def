package dev.cairn.s3.legacy;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.migration.live.Fence;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.s3.object.Retries;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * The objects of a legacy store in a bucket, below a prefix. Opening, listing and reading send no
 * request that could change anything. Thread-safe.
 *
 * <p>Before it changes its first object it makes sure that the bucket honours conditions, by one
 * that cannot hold on a key of its own.
 */
public final class S3LegacyObjects implements LegacyObjects {
  /** Nobody's tag, on a key that no legacy system lists. */
  private static final String NO_TAG = "\"cairn-canary\"";

  private static final String CANARY = "_v2/" + Fence.CANARY;

  private final ObjectStore bucket;
  private final String place;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Duration patience;
  private final AtomicBoolean honoursConditions = new AtomicBoolean();

  /**
   * @param place for messages, such as {@code s3://bucket/prefix}
   * @param patience how long a call goes on trying while the bucket does not answer
   */
  public S3LegacyObjects(
      ObjectStore bucket,
      String place,
      Timeline timeline,
      RandomGenerator random,
      Duration patience) {
    this.bucket = bucket;
    this.place = place;
    this.timeline = timeline;
    this.random = random;
    this.patience = patience;
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public Page list(String prefix, String after, int limit) {
    ObjectPage page = bucket.list(prefix, after);
    List<Listed> listed =
        page.entries().stream()
            .limit(limit)
            .map(entry -> new Listed(entry.key(), entry.etag(), entry.size()))
            .toList();
    return new Page(listed, page.next().isPresent() || page.entries().size() > limit);
  }

  @Override
  public Optional<Found> read(String key) {
    Retries retries = retries();
    while (true) {
      switch (bucket.get(key)) {
        case Fetched.Found found -> {
          return Optional.of(new Found(found.bytes(), found.etag()));
        }
        case Fetched.Missing ignored -> {
          return Optional.empty();
        }
        case Fetched.Unavailable unavailable -> again(retries, key, unavailable.reason());
      }
    }
  }

  @Override
  public Change put(String key, byte[] body, Optional<String> tag) {
    if (!key.endsWith(Fence.CANARY)) {
      requireConditions();
    }
    Retries retries = retries();
    while (true) {
      PutOutcome outcome =
          tag.isPresent() ? bucket.putIfMatch(key, body, tag.get()) : bucket.putIfAbsent(key, body);
      switch (outcome) {
        case PutOutcome.Written ignored -> {
          return Change.DONE;
        }
        case PutOutcome.Refused ignored -> {
          return Change.OTHER_FOUND;
        }
        case PutOutcome.NotNow notNow -> again(retries, key, notNow.reason());
        case PutOutcome.Unclear unclear -> throw unclear(key, unclear);
      }
    }
  }

  @Override
  public Change delete(String key, String tag) {
    requireConditions();
    Retries retries = retries();
    while (true) {
      // A store may know conditions on writes and pass over those on deletes.
      Optional<Found> there = read(key);
      if (there.isEmpty()) {
        return Change.DONE;
      }
      if (!there.get().tag().equals(tag)) {
        return Change.OTHER_FOUND;
      }
      switch (bucket.deleteIfMatch(key, tag)) {
        case PutOutcome.Written ignored -> {
          return Change.DONE;
        }
        case PutOutcome.Refused ignored -> {
          return Change.OTHER_FOUND;
        }
        case PutOutcome.NotNow notNow -> again(retries, key, notNow.reason());
        case PutOutcome.Unclear unclear -> throw unclear(key, unclear);
      }
    }
  }

  private void requireConditions() {
    if (honoursConditions.get()) {
      return;
    }
    switch (bucket.putIfMatch(CANARY, new byte[0], NO_TAG)) {
      case PutOutcome.Refused ignored -> honoursConditions.set(true);
      case PutOutcome.Written ignored ->
          throw new StorageException(
              "The bucket of %s does not honour conditions on writes, so that someone's write could be lost. Nothing was changed there but the object %s; use a store that honours 'If-Match'."
                  .formatted(place, CANARY));
      case PutOutcome.NotNow notNow -> throw unavailable(CANARY, notNow.reason());
      case PutOutcome.Unclear unclear -> throw unavailable(CANARY, unclear.reason());
    }
  }

  private Retries retries() {
    return new Retries(timeline, random, patience);
  }

  private void again(Retries retries, String key, String reason) {
    if (!retries.again()) {
      throw unavailable(key, reason);
    }
  }

  private StorageException unavailable(String key, String reason) {
    return new StorageException(
        "The object %s of %s could not be reached: %s. Check the connection, and run it again to go on."
            .formatted(key, place, reason));
  }

  private StorageException unclear(String key, PutOutcome.Unclear unclear) {
    return new StorageException(
        "It is not known whether the object %s of %s was changed: %s. Run it again to find out and go on."
            .formatted(key, place, unclear.reason()));
  }

  @Override
  public void close() {
    bucket.close();
  }
}
