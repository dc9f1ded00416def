package dev.cairn.s3.aws;

import dev.cairn.json.JsonNumber;
import dev.cairn.plugin.Settings;
import dev.cairn.store.RecordStore;
import dev.cairn.store.RecordStoreContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract with the SDK and HTTP between the store and its bucket. */
final class AwsRecordStoreTest extends RecordStoreContract {
  private final List<S3Server> servers = new ArrayList<>();

  @Override
  protected RecordStore open(int retainedChanges) {
    S3Server server = new S3Server();
    servers.add(server);
    Settings settings = AwsObjectStoreTest.settings(server, "bucket/app");
    return new S3RecordStoreProvider()
        .create(
            Settings.of(
                "storage.config",
                settings.values().with("retainedChanges", JsonNumber.of(retainedChanges))));
  }

  @AfterEach
  void stop() {
    servers.forEach(S3Server::close);
  }
}
