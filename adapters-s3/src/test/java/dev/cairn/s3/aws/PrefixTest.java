package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.ConfigurationException;
import dev.cairn.plugin.Settings;
import dev.cairn.store.Author;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To whom a prefix belongs, and with which key. */
final class PrefixTest {
  private static final RecordId ID = new RecordId("app", "fact", "u", "secret-name");

  @TempDir private Path folder;
  private final S3Server server = new S3Server();

  @AfterEach
  void stop() {
    server.close();
  }

  private RecordStore open(String... more) {
    JsonObject.Builder all = AwsObjectStoreTest.settings(server, "bucket/app").values().toBuilder();
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new S3RecordStoreProvider().create(Settings.of("storage.config", all.build()));
  }

  private String key(String name, int seed) throws IOException {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return Files.writeString(folder.resolve(name), Base64.getEncoder().encodeToString(bytes))
        .toString();
  }

  private static void write(RecordStore store) {
    Payload payload = Payload.copyOf("secret text".getBytes(StandardCharsets.UTF_8));
    store.commit(WriteBatch.by(new Author("secret-author", "")).put(ID, payload).build());
  }

  @Test
  void aPrefixOfAnotherApplicationIsRefused() {
    open("application", "shop").close();
    int objects = server.objects.keys().size();

    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("application 'shop'");
    assertThat(server.objects.keys()).hasSize(objects);
    open("application", "shop").close();
  }

  @Test
  void anotherApplicationIsAlsoKnownByTheRoot() {
    try (RecordStore store = open("application", "shop")) {
      write(store);
      store.compact();
    }
    server.objects.delete("app/NAMESPACE");
    int objects = server.objects.keys().size();

    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("application 'shop'");
    assertThat(server.objects.keys()).hasSize(objects);
  }

  @Test
  void aPrefixWithForeignObjectsIsRefusedAndLeftAlone() {
    server.objects.put("app/invoices/1.pdf", new byte[1]);

    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("invoices/1.pdf");
    assertThat(server.objects.keys()).hasSize(1);
  }

  @Test
  void aGuardOfANewerFormatIsRefused() {
    server.objects.put("app/NAMESPACE", "{\"format\":2}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(this::open).hasMessageContaining("Use a newer version");
  }

  @Test
  void encryptedRecordsNeedTheirKey() throws IOException {
    String right = key("right", 1);
    try (RecordStore store = open("encryptionKeyFile", right)) {
      write(store);
      store.compact();
    }
    for (String name : server.objects.keys()) {
      byte[] bytes = server.objects.firsts().get(name);
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }
    try (RecordStore store = open("encryptionKeyFile", right)) {
      assertThat(store.get(ID)).isPresent();
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Name its key by 'encryptionKeyFile'");
    String wrong = key("wrong", 2);
    assertThatThrownBy(() -> open("encryptionKeyFile", wrong))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("another key");
    String broken = Files.writeString(folder.resolve("broken"), "abc").toString();
    assertThatThrownBy(() -> open("encryptionKeyFile", broken)).hasMessageContaining("openssl");
  }

  @Test
  void aKeyForRecordsThatAreNotEncryptedIsRefused() throws IOException {
    String key = key("key", 1);
    try (RecordStore store = open()) {
      write(store);
      assertThatThrownBy(() -> open("encryptionKeyFile", key))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("not encrypted");
      store.compact();
    }

    assertThatThrownBy(() -> open("encryptionKeyFile", key))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("not encrypted");
  }

  @Test
  void recordsAreReadFromTheLocalCache() {
    String cache = folder.resolve("cache").toString();
    try (RecordStore store = open()) {
      write(store);
      store.compact();
    }
    try (RecordStore store = open("cacheFolder", cache)) {
      assertThat(store.get(ID)).isPresent();
    }
    int before = server.requests.get();
    try (RecordStore store = open("cacheFolder", cache)) {
      assertThat(store.get(ID)).isPresent();
    }
    // CURRENT, the checkpoint and the log's end
    assertThat(server.requests.get() - before).isEqualTo(3);
  }
}
