package dev.cairn.s3.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ManualTimeline;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.search.BlockRange;
import dev.cairn.search.IndexPublisher;
import dev.cairn.search.PublishedIndex;
import dev.cairn.search.StoredBlocks;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.store.Author;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IndexesTest {
  private static final Author AUTHOR = new Author("instance", "tester");
  private static final int RETAINED = 20;

  private final InMemoryObjectStore bucket = new InMemoryObjectStore();

  private S3RecordStore open() {
    return S3RecordStore.open(
        bucket,
        S3RecordStoreTest.config(RETAINED, 5),
        new ManualTimeline(),
        new SecureRandom(),
        Runnable::run,
        NoGuard.NONE);
  }

  private static void put(S3RecordStore store, int number) {
    store.commit(
        WriteBatch.by(AUTHOR)
            .put(
                new RecordId("app", "fact", "p" + number % 2, "r" + number),
                Payload.copyOf(("v" + number).getBytes(UTF_8)))
            .build());
  }

  private static S3RecordStore filled(S3RecordStore store) {
    for (int i = 0; i < 7; i++) {
      put(store, i);
    }
    return store;
  }

  private static IndexPublisher.Content content(String... objects) {
    return sink -> {
      for (String object : objects) {
        sink.add(object.getBytes(UTF_8));
      }
    };
  }

  private static void publish(S3RecordStore store, String... objects) throws IOException {
    store.publish("app", "search", store.latest(), "label", content(objects));
  }

  private static StoredBlocks blocks(S3RecordStore store) {
    return store.published("app", "search").orElseThrow().blocks();
  }

  private static String whole(StoredBlocks blocks, int object) {
    return new String(blocks.readWhole(object), UTF_8);
  }

  private List<String> objects() {
    return bucket.list("idx/", "").entries().stream().map(ObjectPage.Entry::key).toList();
  }

  @Test
  void everyProcessReadsWhatOnePublished() throws IOException {
    try (S3RecordStore writer = filled(open())) {
      publish(writer, "0123456789", "abc");
      Version asOf = writer.latest();
      put(writer, 8);
      try (S3RecordStore reader = open()) {
        PublishedIndex index = reader.published("app", "search").orElseThrow();
        assertThat(index.asOf()).isEqualTo(asOf);
        assertThat(index.label()).isEqualTo("label");
        assertThat(index.blocks().lengths()).containsExactly(10L, 3L);
        assertThat(whole(index.blocks(), 1)).isEqualTo("abc");
        assertThat(index.blocks().read(List.of(new BlockRange(0, 7, 3), new BlockRange(0, 2, 2))))
            .extracting(bytes -> new String(bytes, UTF_8))
            .containsExactly("789", "23");
        assertThat(reader.published("app", "other")).isEmpty();
        assertThat(reader.published("other", "search")).isEmpty();
      }
    }
  }

  @Test
  void checkpointsAndCompactionKeepIt() throws IOException {
    try (S3RecordStore writer = filled(open())) {
      publish(writer, "kept");
      for (int i = 0; i < 12; i++) {
        put(writer, i);
      }
      writer.compact();
      try (S3RecordStore reader = open()) {
        assertThat(whole(blocks(reader), 0)).isEqualTo("kept");
      }
      assertThat(objects()).hasSize(1);
    }
  }

  @Test
  void nextOneTakesTheObjectsOfTheFormerAway() throws IOException {
    try (S3RecordStore first = filled(open());
        S3RecordStore second = open()) {
      publish(first, "one", "two");
      first.publish("app", "other", first.latest(), "", content("other"));
      StoredBlocks former = blocks(first);
      publish(second, "three");
      assertThat(objects()).hasSize(2);
      assertThatThrownBy(() -> former.readWhole(0))
          .isInstanceOf(UnusableSnapshotException.class)
          .hasMessageContaining("gone");
      try (S3RecordStore reader = open()) {
        assertThat(whole(blocks(reader), 0)).isEqualTo("three");
      }
      assertThat(second.withdraw("app", "search")).isTrue();
      assertThat(second.withdraw("app", "search")).isFalse();
      assertThat(second.published("app", "search")).isEmpty();
      assertThat(objects()).hasSize(1);
    }
  }

  @Test
  void sweepWhileItIsUploadedMakesItBeUploadedAgain() throws IOException {
    try (S3RecordStore writer = filled(open());
        S3RecordStore janitor = open()) {
      AtomicInteger asked = new AtomicInteger();
      writer.publish(
          "app",
          "search",
          writer.latest(),
          "",
          sink -> {
            sink.add("first".getBytes(UTF_8));
            if (asked.incrementAndGet() == 1) {
              janitor.compact();
            }
            sink.add("second".getBytes(UTF_8));
          });
      assertThat(asked).hasValue(2);
      janitor.compact();
      try (S3RecordStore reader = open()) {
        assertThat(whole(blocks(reader), 0)).isEqualTo("first");
        assertThat(whole(blocks(reader), 1)).isEqualTo("second");
      }
      assertThat(objects()).hasSize(2);
    }
  }

  @Test
  void checkpointsOfOthersWhileItIsUploadedDoNoHarm() throws IOException {
    try (S3RecordStore writer = filled(open());
        S3RecordStore other = open()) {
      AtomicInteger asked = new AtomicInteger();
      writer.publish(
          "app",
          "search",
          writer.latest(),
          "",
          sink -> {
            asked.incrementAndGet();
            sink.add("index".getBytes(UTF_8));
            for (int i = 0; i < 12; i++) {
              put(other, i);
            }
          });
      assertThat(asked).hasValue(1);
      try (S3RecordStore reader = open()) {
        assertThat(whole(blocks(reader), 0)).isEqualTo("index");
      }
    }
  }

  @Test
  void whatFailedToBeWrittenLeavesNothing() throws IOException {
    try (S3RecordStore writer = filled(open())) {
      publish(writer, "former");
      assertThatThrownBy(
              () ->
                  writer.publish(
                      "app",
                      "search",
                      writer.latest(),
                      "",
                      sink -> {
                        sink.add("half".getBytes(UTF_8));
                        throw new IOException("disk");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("disk");
      assertThat(whole(blocks(writer), 0)).isEqualTo("former");
      assertThat(objects()).hasSize(1);
    }
  }

  @Test
  void erasureTakesItAway() throws IOException {
    try (S3RecordStore writer = filled(open());
        S3RecordStore other = open()) {
      publish(writer, "holds p1");
      Version before = other.latest();
      writer.erase("app", "p1", ignored -> {});
      assertThat(objects()).isEmpty();
      assertThat(writer.published("app", "search")).isEmpty();
      assertThatThrownBy(() -> other.publish("app", "search", before, "", content("late")))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("forgotten");
      assertThat(objects()).isEmpty();
    }
  }

  @Test
  void whatLacksForgottenChangesIsNotFoundAndGoesWithTheNextCompaction() throws IOException {
    try (S3RecordStore writer = filled(open())) {
      publish(writer, "old");
      for (int i = 0; i <= RETAINED; i++) {
        put(writer, i);
      }
      assertThat(writer.published("app", "search")).isEmpty();
      try (S3RecordStore reader = open()) {
        assertThat(reader.published("app", "search")).isEmpty();
      }
      writer.compact();
      assertThat(objects()).isEmpty();
    }
  }

  @Test
  void compactionRemovesWhatWasNeverPublished() throws IOException {
    try (S3RecordStore writer = filled(open())) {
      bucket.putIfAbsent("idx/00000000000000000001-0123", "orphan".getBytes(UTF_8));
      publish(writer, "index");
      writer.compact();
      assertThat(objects()).hasSize(1);
      assertThat(whole(blocks(writer), 0)).isEqualTo("index");
    }
  }

  @Test
  void damagedObjectIsNotHandedOutWhole() throws IOException {
    try (S3RecordStore writer = filled(open())) {
      publish(writer, "undamaged");
      String key = objects().getFirst();
      bucket.put(key, "undamagef".getBytes(UTF_8));
      assertThatThrownBy(() -> blocks(writer).readWhole(0))
          .isInstanceOf(UnusableSnapshotException.class)
          .hasMessageContaining(key);
      bucket.put(key, "undam".getBytes(UTF_8));
      assertThatThrownBy(() -> blocks(writer).read(List.of(new BlockRange(0, 3, 4))))
          .isInstanceOf(UnusableSnapshotException.class)
          .hasMessageContaining("damaged");
    }
  }
}
