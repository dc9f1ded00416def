package dev.cairn.optimization;

import static dev.cairn.optimization.TestStages.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.NoCache;
import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Author;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordStore;
import dev.cairn.store.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DictionaryTrainingTest {
  private static final Author AUTHOR = new Author("test", "");

  private final RecordStore store = new InMemoryRecordStore();
  private final Optimizer optimizer =
      TestStages.optimizer(new StoredManifestRegistry(store, "app", AUTHOR));
  private final DocumentStore documents =
      new DocumentStore(
          "app", store, optimizer, new NoCache(), AUTHOR, Duration.ofHours(1), System::nanoTime);

  private void save(String kind, int count) {
    List<DocumentWrite> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonObject document = fact("u", i).with("importance", JsonNumber.of(i));
      writes.add(
          new DocumentWrite.Put(documents.id(kind, "u", "r" + i), document, Expectation.ANY));
    }
    documents.commit(writes);
  }

  private Optional<Boolean> isTrained(String kind) {
    return optimizer.manifest(kind).map(Manifest::isTrained);
  }

  @Test
  void trainsKindsThatHaveEnoughRecords() {
    save("fact", 100);
    save("note", 99);

    DictionaryTraining.train(documents, optimizer, false);

    assertThat(isTrained("fact")).contains(true);
    assertThat(isTrained("note")).contains(false);
  }

  @Test
  void trainsAgainOnlyWhenAsked() {
    save("fact", 100);
    DictionaryTraining.train(documents, optimizer, false);
    Optional<Manifest> first = optimizer.manifest("fact");
    documents.commit(
        List.of(
            new DocumentWrite.Put(documents.id("fact", "a", "a"), fact("a", 1), Expectation.ANY)));

    DictionaryTraining.train(documents, optimizer, false);
    assertThat(optimizer.manifest("fact")).isEqualTo(first);
    DictionaryTraining.train(documents, optimizer, true);

    assertThat(optimizer.manifest("fact")).isNotEqualTo(first);
  }

  @Test
  void damagedAndHugeRecordsAreLeftOut() {
    save("fact", 100);
    store.commit(
        WriteBatch.by(AUTHOR)
            .put(documents.id("fact", "u", "damaged"), Payload.wrap(new byte[] {'{'}))
            .put(
                documents.id("fact", "u", "huge"),
                Payload.wrap(
                    JsonObject.builder()
                        .put("text", "x".repeat(100_000))
                        .build()
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)))
            .build());

    assertThat(DictionaryTraining.sample(documents, "fact")).hasSize(100);
  }

  @Test
  void sampleIsEvenOverAllRecords() {
    save("fact", 40_000);

    List<JsonObject> sample = DictionaryTraining.sample(documents, "fact");

    assertThat(sample).hasSize(10_000);
    for (int quarter = 0; quarter < 4; quarter++) {
      int from = quarter * 10_000;
      long inQuarter =
          sample.stream().filter(d -> number(d) >= from && number(d) < from + 10_000).count();
      assertThat(inQuarter).as("quarter %d", quarter).isBetween(2_300L, 2_700L);
    }
  }

  private static int number(JsonObject document) {
    JsonValue importance = document.find("importance").orElseThrow();
    return ((JsonNumber) importance).decimalValue().intValueExact();
  }
}
