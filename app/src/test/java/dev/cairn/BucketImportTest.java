package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportReport;
import dev.cairn.migration.legacy.BrainyDump;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.plugin.Settings;
import dev.cairn.s3.aws.S3LegacyObjectsProvider;
import dev.cairn.s3.aws.S3Server;
import dev.cairn.s3.aws.TestCredentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestCredentials.class)
final class BucketImportTest {
  private final S3Server server = new S3Server();
  private final List<String> changes = new ArrayList<>();

  @TempDir Path folder;
  private Cairn cairn;

  @BeforeEach
  void open() {
    cairn = Cairn.open(CairnConfig.sqlite(folder.resolve("memory.db")));
  }

  @AfterEach
  void close() {
    cairn.close();
    server.close();
  }

  private void put(String prefix, Map<String, byte[]> objects) {
    JsonObject settings =
        JsonObject.builder()
            .put("bucketName", "bucket/" + prefix)
            .put("endpoint", server.endpoint())
            .put("region", "eu-central-1")
            .build();
    try (LegacyObjects bucket =
        new S3LegacyObjectsProvider().create(Settings.of("test", settings))) {
      objects.forEach((key, body) -> bucket.put(key, body, Optional.empty()));
    }
    server.faults.set(
        (method, key) -> {
          if (!method.equals("GET")) {
            synchronized (changes) {
              changes.add(method + " " + key);
            }
          }
          return S3Server.Fault.NONE;
        });
  }

  private ImportReport run(String place) {
    return cairn.importData(
        place,
        Map.of("endpoint", server.endpoint(), "region", "eu-central-1"),
        ImportOptions.DEFAULT,
        read -> {},
        notice -> {});
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aBucketOfBrainyIsReadObjectByObject() {
    BrainyDump dump = BrainyDump.ofBucket("1.1.1");
    put("old", dump.objects());

    ImportReport report = run("s3://bucket/old");

    assertThat(report.nouns()).isEqualTo(dump.nouns().size());
    assertThat(report.verbs()).isEqualTo(dump.verbs().size());
    assertThat(run("s3://bucket/old").unchanged()).isEqualTo(report.added());
    assertThat(changes).isEmpty();
  }

  @Test
  void oneObjectIsReadAsAFile() {
    String line =
        "{\"user_id\":\"carlos\",\"category\":\"preferences\",\"key\":\"team\",\"value\":\"Lakers\"}";
    put("exports", Map.of("facts.jsonl", bytes(line + "\n"), "other", bytes("?")));

    ImportReport report = run("s3://bucket/exports/facts.jsonl");

    assertThat(report.facts()).isOne();
    assertThat(cairn.getFact("carlos", "preferences", "team")).isPresent();
    assertThat(changes).isEmpty();
  }

  @Test
  void whatIsNotThereOrNotKnownIsToldClearly() {
    put("some", Map.of("a/b", bytes("?"), "c", bytes("!")));

    assertThatThrownBy(() -> run("s3://bucket/none"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("nothing in s3://bucket/none");
    assertThatThrownBy(() -> run("s3://bucket/some"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("No importer recognizes");
  }

  @Test
  void sparseDataInMemoryIsImported() {
    JsonObject data =
        (JsonObject)
            JsonValue.parse(
                """
                { "nouns": [ { "id": "doc-1", "metadata": { "noun": "Thing", "text": "Machine learning" } } ],
                  "verbs": [], "version": "1.0.0" }
                """);

    ImportReport report = cairn.importSparseData(data);

    assertThat(report.nouns()).isOne();
    assertThat(cairn.graph().getNoun("doc-1")).isPresent();
  }
}
