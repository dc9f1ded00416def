package dev.cairn.s3.aws;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Settings;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;

/** A process that writes until it is killed, and says what was acknowledged. */
final class WriterProcess {
  private static final int COMPACTS_EVERY = 60;

  private WriterProcess() {}

  /** Arguments: endpoint, and a name that no other process has. */
  public static void main(String[] arguments) {
    try (RecordStore store = open(arguments[0])) {
      System.out.println("ready");
      for (int i = 0; ; i++) {
        String name = arguments[1] + "-" + i;
        System.out.println("try " + name);
        if (store.commit(batch(name)) instanceof CommitResult.Committed) {
          System.out.println("ack " + name);
        }
        if (i % COMPACTS_EVERY == COMPACTS_EVERY - 1) {
          compact(store);
        }
      }
    }
  }

  static RecordStore open(String endpoint) {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    return new S3RecordStoreProvider()
        .create(
            Settings.of(
                "storage.config",
                JsonObject.builder()
                    .put("bucketName", "bucket/killed")
                    .put("region", "eu-central-1")
                    .put("endpoint", endpoint)
                    .put("commitInterval", "PT0.01S")
                    .put("checkpointEvery", 16)
                    .put("retainedChanges", 10_000_000)
                    .build()));
  }

  static RecordId id(String name) {
    return new RecordId("app", "fact", "u", name);
  }

  private static WriteBatch batch(String name) {
    byte[] text = ("text of " + name).getBytes(StandardCharsets.UTF_8);
    return WriteBatch.by(new Author("i", name))
        .put(id(name), Payload.wrap(text))
        .put(id("shared"), Payload.wrap(name.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private static void compact(RecordStore store) {
    try {
      store.compact();
    } catch (StorageException othersWereFaster) {
      System.out.println("not compacted");
    }
  }
}
