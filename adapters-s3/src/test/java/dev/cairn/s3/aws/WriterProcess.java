package dev.cairn.s3.aws;

import dev.cairn.json.JsonObject;
import dev.cairn.lock.Lease;
import dev.cairn.lock.LockService;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.lease.S3LockService;
import dev.cairn.s3.object.Timeline;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.LeaseLostException;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * A process that writes until it is killed, and says what was acknowledged. Whenever it can it
 * takes a lease and writes under it until it is refused; it looks at no clock, and never renews.
 */
final class WriterProcess {
  private static final int COMPACTS_EVERY = 60;
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

  private final RecordStore store;
  private final LockService locks;
  private Optional<Lease> lease = Optional.empty();

  private WriterProcess(RecordStore store, LockService locks) {
    this.store = store;
    this.locks = locks;
  }

  /** Arguments: endpoint, and a name that no other process has. */
  public static void main(String[] arguments) {
    try (RecordStore store = open(arguments[0]);
        LockService locks = locks(arguments[0])) {
      System.out.println("ready");
      WriterProcess writer = new WriterProcess(store, locks);
      for (int i = 0; ; i++) {
        writer.write(arguments[1] + "-" + i);
        writer.writeUnderLease(arguments[1] + "-l" + i);
        if (i % COMPACTS_EVERY == COMPACTS_EVERY - 1) {
          compact(store);
        }
      }
    }
  }

  private void write(String name) {
    System.out.println("try " + name);
    if (store.commit(batch(name, "shared").build()) instanceof CommitResult.Committed) {
      System.out.println("ack " + name);
    }
  }

  private void writeUnderLease(String prefix) {
    if (lease.isEmpty()) {
      lease = locks.tryAcquire("job", TIME_TO_LIVE);
      lease.ifPresent(this::claim);
    }
    if (lease.isEmpty()) {
      return;
    }
    String name = prefix + "@" + lease.get().token();
    System.out.println("try " + name);
    try {
      WriteBatch batch = batch(name, "leased").under(lease.get()).build();
      if (store.commit(batch) instanceof CommitResult.Committed) {
        System.out.println("ack " + name);
      }
    } catch (LeaseLostException overtaken) {
      System.out.println("refused " + name);
      lease = Optional.empty();
    }
  }

  private void claim(Lease taken) {
    try {
      store.commit(WriteBatch.by(new Author("i", "claim")).under(taken).build());
      System.out.println("took " + taken.token());
    } catch (LeaseLostException overtaken) {
      lease = Optional.empty();
    }
  }

  private static LockService locks(String endpoint) {
    SecureRandom random = new SecureRandom();
    S3Config config = settings(endpoint).as(S3Config.class);
    return new S3LockService(
        new AwsObjectStore(config),
        Timeline.system(),
        random,
        "pid " + ProcessHandle.current().pid(),
        Duration.ofSeconds(1));
  }

  static RecordStore open(String endpoint) {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    return new S3RecordStoreProvider().create(settings(endpoint));
  }

  private static Settings settings(String endpoint) {
    return Settings.of(
        "storage.config",
        JsonObject.builder()
            .put("bucketName", "bucket/killed")
            .put("region", "eu-central-1")
            .put("endpoint", endpoint)
            .put("commitInterval", "PT0.01S")
            .put("checkpointEvery", 16)
            .put("retainedChanges", 10_000_000)
            .build());
  }

  static RecordId id(String name) {
    return new RecordId("app", "fact", "u", name);
  }

  private static WriteBatch.Builder batch(String name, String common) {
    byte[] text = ("text of " + name).getBytes(StandardCharsets.UTF_8);
    return WriteBatch.by(new Author("i", name))
        .put(id(name), Payload.wrap(text))
        .put(id(common), Payload.wrap(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static void compact(RecordStore store) {
    try {
      store.compact();
    } catch (StorageException othersWereFaster) {
      System.out.println("not compacted");
    }
  }
}
