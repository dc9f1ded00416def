package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.migration.legacy.LegacyObjectsContract;
import dev.cairn.plugin.Settings;
import dev.cairn.store.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract with the SDK and HTTP between. */
final class S3LegacyObjectsTest implements LegacyObjectsContract {
  private final List<S3Server> servers = new ArrayList<>();

  @Override
  public LegacyObjects open() {
    return open(new S3Server());
  }

  private LegacyObjects open(S3Server server) {
    servers.add(server);
    Settings settings = AwsObjectStoreTest.settings(server, "bucket/old");
    return new S3LegacyObjectsProvider().create(settings);
  }

  @AfterEach
  void stop() {
    servers.forEach(S3Server::close);
  }

  @Test
  void readingSendsNothingThatCouldChangeAnything() {
    S3Server server = new S3Server();
    List<String> methods = new ArrayList<>();
    server.faults.set(
        (method, key) -> {
          methods.add(method);
          return S3Server.Fault.NONE;
        });
    try (LegacyObjects objects = open(server)) {
      objects.list("", "", 10);
      objects.read("nouns/a");
    }

    assertThat(methods).containsOnly("GET");
  }

  @Test
  void aBucketThatIgnoresConditionsIsNotWrittenTo() {
    S3Server careless = new S3Server(false);
    try (LegacyObjects objects = open(careless)) {
      assertThatThrownBy(() -> objects.put("nouns/a", new byte[] {1}, Optional.empty()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("If-Match");
      assertThat(objects.read("nouns/a")).isEmpty();
    }
  }

  @Test
  void aRefusedWriteIsAnError() {
    S3Server server = new S3Server();
    server.faults.set(
        (method, key) -> method.equals("PUT") ? S3Server.Fault.FORBIDDEN : S3Server.Fault.NONE);
    try (LegacyObjects objects = open(server)) {
      assertThatThrownBy(() -> objects.put("nouns/a", new byte[0], Optional.of("\"x\"")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("403");
    }
  }
}
