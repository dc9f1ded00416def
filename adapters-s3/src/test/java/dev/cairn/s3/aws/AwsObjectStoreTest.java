package dev.cairn.s3.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.S3Server.Fault;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.store.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AwsObjectStoreTest {
  private static final byte[] BODY = {1, 2, 3, 4, 5};

  private S3Server server;
  private AwsObjectStore store;

  @BeforeEach
  void start() {
    server = new S3Server();
    store = new AwsObjectStore(settings(server, "bucket/app/v2").as(S3Config.class));
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  static Settings settings(S3Server server, String bucketName) {
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    return Settings.of(
        "storage.config",
        JsonObject.builder()
            .put("bucketName", bucketName)
            .put("region", "eu-central-1")
            .put("endpoint", server.endpoint())
            .put("timeout", "PT10S")
            .put("commitInterval", "PT0S")
            .build());
  }

  private static String etag(PutOutcome outcome) {
    return ((PutOutcome.Written) outcome).etag();
  }

  @Test
  void createsOnceAndReplacesByTag() {
    String etag = etag(store.putIfAbsent("a", BODY));

    assertThat(store.putIfAbsent("a", BODY)).isEqualTo(new PutOutcome.Refused());
    assertThat(store.putIfMatch("a", BODY, "\"other\"")).isEqualTo(new PutOutcome.Refused());
    String next = etag(store.putIfMatch("a", new byte[] {9}, etag));
    assertThat(store.putIfMatch("a", BODY, etag)).isEqualTo(new PutOutcome.Refused());
    Fetched.Found found = (Fetched.Found) store.get("a");
    assertThat(found.bytes()).containsExactly(9);
    assertThat(found.etag()).isEqualTo(next);
    assertThat(found.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(server.objects.keys()).containsExactly("app/v2/a");
  }

  @Test
  void readsWholeObjectsAndRanges() {
    store.putIfAbsent("a", BODY);

    assertThat(((Fetched.Found) store.get("a")).bytes()).isEqualTo(BODY);
    assertThat(((Fetched.Found) store.getRange("a", 1, 2)).bytes()).containsExactly(2, 3);
    assertThat(((Fetched.Found) store.getRange("a", 3, 9)).bytes()).containsExactly(4, 5);
    assertThat(store.get("b")).isEqualTo(new Fetched.Missing());
  }

  @Test
  void listsPageByPageAndDeletes() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1_005; i++) {
      keys.add("k/%04d".formatted(i));
      server.objects.put("app/v2/" + keys.getLast(), BODY);
    }
    server.objects.put("other/k/1", BODY);
    store.delete("k/0000");
    store.delete("k/0000");

    List<String> listed = new ArrayList<>();
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      ObjectPage page = store.list("k/", after.get());
      page.entries().forEach(entry -> listed.add(entry.key()));
      after = page.next();
    }

    assertThat(listed).isEqualTo(keys.subList(1, keys.size()));
  }

  /** Each fault gives its own outcome, after one request: nothing is sent again. */
  @ParameterizedTest
  @CsvSource({
    "DROPPED_BEFORE, Unclear",
    "DROPPED_AFTER, Unclear",
    "ERROR_500_AFTER, Unclear",
    "SLOW_DOWN, NotNow",
    "CONFLICT_409, NotNow"
  })
  void conditionalWriteIsSentOnce(Fault fault, String outcome) {
    server.faults.set((method, key) -> fault);
    int before = server.requests.get();

    PutOutcome created = store.putIfAbsent("a", BODY);
    PutOutcome replaced = store.putIfMatch("a", BODY, "\"1\"");

    assertThat(created.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(replaced.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(server.requests.get() - before).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"DROPPED_BEFORE", "SLOW_DOWN", "TORN_ANSWER"})
  void readThatGotNoWholeAnswerIsUnavailable(Fault fault) {
    store.putIfAbsent("a", BODY);
    server.faults.set((method, key) -> fault);

    assertThat(store.get("a")).isInstanceOf(Fetched.Unavailable.class);
  }

  @Test
  void missingPermissionAndMissingBucketNameTheRemedy() {
    server.faults.set((method, key) -> Fault.FORBIDDEN);
    assertThatThrownBy(() -> store.get("a"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("bucket/app/v2/a")
        .hasMessageContaining("s3:ListBucket");
    assertThatThrownBy(() -> store.putIfAbsent("a", BODY)).isInstanceOf(StorageException.class);
    server.faults.set((method, key) -> Fault.NONE);
    AwsObjectStore other = new AwsObjectStore(settings(server, "nowhere").as(S3Config.class));
    assertThatThrownBy(() -> other.get("a"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Create the bucket");
    other.close();
  }

  @Test
  void storeThatIsNotThereTookNothing() {
    server.close();

    assertThat(store.putIfAbsent("a", BODY)).isInstanceOf(PutOutcome.NotNow.class);
    assertThat(store.get("a")).isInstanceOf(Fetched.Unavailable.class);
  }
}
