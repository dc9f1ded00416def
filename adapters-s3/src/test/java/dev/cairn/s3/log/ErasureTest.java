package dev.cairn.s3.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.cairn.s3.object.Fetched;
import dev.cairn.s3.object.InMemoryObjectStore;
import dev.cairn.s3.object.ManualTimeline;
import dev.cairn.s3.object.ObjectPage;
import dev.cairn.s3.object.ObjectStore;
import dev.cairn.s3.object.PutOutcome;
import dev.cairn.store.Author;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an erasure leaves in the objects of a bucket. */
final class ErasureTest {
  private static final String SECRET = "alice's telephone number 555-0100";

  private final InMemoryObjectStore bucket = new InMemoryObjectStore();
  private int written;

  private S3RecordStore open(ObjectStore connection) {
    return S3RecordStore.open(
        connection,
        S3RecordStoreTest.config(1_000, 6),
        new ManualTimeline(),
        new SecureRandom(),
        Runnable::run,
        NoGuard.NONE);
  }

  private void put(S3RecordStore store, String partition) {
    RecordId id = new RecordId("app", "fact", partition, partition + "-" + ++written);
    byte[] text =
        (partition.equals("alice") ? SECRET : "text " + written).getBytes(StandardCharsets.UTF_8);
    store.commit(WriteBatch.by(new Author("i", "p")).put(id, Payload.copyOf(text)).build());
  }

  private void fill(S3RecordStore store) {
    for (int i = 0; i < 40; i++) {
      put(store, i % 3 == 0 ? "alice" : "bob");
    }
    RecordId first = new RecordId("app", "fact", "alice", "alice-1");
    store.commit(WriteBatch.by(new Author("i", "p")).delete(first).build());
  }

  @Test
  void noObjectTellsOfItAfterwards() {
    try (S3RecordStore store = open(bucket)) {
      fill(store);
      assertThat(tellingOf("alice")).as("the check can fail").isNotEmpty();

      store.erase("app", "alice", record -> {});

      assertThat(tellingOf("alice")).isEmpty();
      assertThat(tellingOf("bob")).isNotEmpty();
      assertThat(store.scan(Scan.of("app", "fact")).items()).hasSize(26);
    }
    try (S3RecordStore store = open(bucket)) {
      assertThat(store.scan(Scan.of("app", "fact")).items()).hasSize(26);
      assertThat(store.statistics("app").total().records()).isEqualTo(26);
    }
  }

  @Test
  void otherProcessesGoOnFromTheNewestCheckpoint() {
    try (S3RecordStore store = open(bucket);
        S3RecordStore far = open(bucket);
        S3RecordStore near = open(bucket)) {
      put(store, "bob");
      near.refresh();
      fill(store);
      near.refresh();
      store.erase("app", "alice", record -> {});
      put(store, "bob");
      store.compact();
      put(store, "bob");

      for (S3RecordStore other : List.of(far, near)) {
        other.refresh();
        store.refresh();
        assertThat(other.scan(Scan.of("app", "fact")).items())
            .isEqualTo(store.scan(Scan.of("app", "fact")).items());
        assertThat(other.statistics("app")).isEqualTo(store.statistics("app"));
        put(other, "bob");
      }
      store.refresh();
      assertThat(store.statistics("app").total().records()).isEqualTo(31);
    }
  }

  /** Passes everything on, but refuses to remove anything. */
  private record WithoutDelete(ObjectStore bucket) implements ObjectStore {
    @Override
    public Fetched get(String key) {
      return bucket.get(key);
    }

    @Override
    public Fetched getRange(String key, long offset, int length) {
      return bucket.getRange(key, offset, length);
    }

    @Override
    public PutOutcome putIfAbsent(String key, byte[] body) {
      return bucket.putIfAbsent(key, body);
    }

    @Override
    public PutOutcome putIfMatch(String key, byte[] body, String etag) {
      return bucket.putIfMatch(key, body, etag);
    }

    @Override
    public ObjectPage list(String prefix, String after) {
      return bucket.list(prefix, after);
    }

    @Override
    public void delete(String key) {
      throw new StorageException("no permission");
    }
  }

  @Test
  void whatOneProcessCouldNotFinishAnotherDoes() {
    try (S3RecordStore store = open(new WithoutDelete(bucket))) {
      fill(store);
      assertThatThrownBy(() -> store.erase("app", "alice", record -> {}))
          .hasMessageContaining("no permission");
      assertThat(tellingOf("alice")).isNotEmpty();
    }
    try (S3RecordStore store = open(bucket)) {
      assertThat(store.erase("app", "alice", record -> {}).isNothing()).isTrue();
      assertThat(tellingOf("alice")).isEmpty();
    }
  }

  @Test
  void compactingRemovesWhatWasReplacedAndDeleted() {
    try (S3RecordStore store = open(bucket)) {
      fill(store);
      for (int i = 1; i <= 40; i += 3) {
        RecordId id = new RecordId("app", "fact", "alice", "alice-" + i);
        store.commit(WriteBatch.by(new Author("i", "p")).delete(id).build());
      }
      store.compact();

      assertThat(tellingOf(SECRET)).isEmpty();
      assertThat(bucket.keys()).filteredOn(key -> key.startsWith("seg/")).hasSize(1);
      assertThat(bucket.keys()).filteredOn(key -> key.startsWith("ckpt/")).hasSize(1);
      assertThat(store.changes("app", Version.NONE, 100).changes()).hasSize(54);
    }
  }

  /** The objects that hold a text, opened as far as that takes. */
  private List<String> tellingOf(String text) {
    return bucket.keys().stream().filter(key -> contents(key).contains(text)).toList();
  }

  private String contents(String key) {
    byte[] bytes = ((Fetched.Found) bucket.get(key)).bytes();
    StringBuilder all = new StringBuilder(latin(bytes));
    if (key.startsWith("log/")
        && Slot.decode(Long.parseLong(key.substring(4)), bytes) instanceof Slot.Filled filled) {
      all.append(latin(DeedFormat.encode(filled.entry().deed())));
    }
    if (key.startsWith("ckpt/")) {
      all.append(Checkpoint.decode(key, bytes).changes());
    }
    for (int at = 0; key.startsWith("seg/") && at < bytes.length; at++) {
      all.append(latin(opened(bytes, at)));
    }
    return all.toString();
  }

  /** A zstd frame that begins here, opened; nothing if none does. */
  private static byte[] opened(byte[] bytes, int at) {
    byte[] rest = Arrays.copyOfRange(bytes, at, bytes.length);
    boolean frame = rest.length > 4 && ByteBuffer.wrap(rest).getInt() == 0x28B52FFD;
    if (!frame) {
      return new byte[0];
    }
    long size = Zstd.findFrameCompressedSize(rest);
    return Zstd.decompress(Arrays.copyOf(rest, (int) size), 1 << 20);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
