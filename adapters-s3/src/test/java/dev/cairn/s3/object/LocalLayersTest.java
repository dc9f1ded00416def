package dev.cairn.s3.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache on disk and the encryption, on a bucket in memory. */
final class LocalLayersTest {
  private static final int SIZE = 900_000;
  private static final String KEY = "seg/1-a";

  @TempDir private Path folder;
  private final InMemoryObjectStore bucket = new InMemoryObjectStore();
  private final byte[] content = new byte[SIZE];

  private byte[] encryptionKey() {
    byte[] key = new byte[EncryptedObjectStore.KEY_BYTES];
    new SplittableRandom(3).nextBytes(key);
    return key;
  }

  private void fill() {
    new SplittableRandom(1).nextBytes(content);
  }

  private static byte[] bytes(Fetched answer) {
    assertThat(answer).isInstanceOf(Fetched.Found.class);
    return ((Fetched.Found) answer).bytes();
  }

  private void requireSameRanges(ObjectStore store, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      int offset = random.nextInt(SIZE);
      int length = 1 + random.nextInt(random.nextInt(4) == 0 ? SIZE : 5_000);
      assertThat(bytes(store.getRange(KEY, offset, length)))
          .as("seed %d: %d from %d", seed, length, offset)
          .isEqualTo(bytes(bucketOfPlain().getRange(KEY, offset, length)));
    }
  }

  private InMemoryObjectStore bucketOfPlain() {
    InMemoryObjectStore plain = new InMemoryObjectStore();
    plain.put(KEY, content);
    return plain;
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void rangesComeFromTheDiskTheSecondTime() throws IOException {
    fill();
    bucket.put(KEY, content);
    requireSameRanges(new DiskCache(bucket, folder, 10 << 20, "seg/"), 5);
    long before = bucket.gets.get();

    requireSameRanges(new DiskCache(bucket, folder, 10 << 20, "seg/"), 5);

    assertThat(bucket.gets.get()).isEqualTo(before);
    assertThat(pages()).hasSize(4);
  }

  @Test
  void damagedOrVanishedPagesAreReadAgain() throws IOException {
    fill();
    bucket.put(KEY, content);
    DiskCache cache = new DiskCache(bucket, folder, 10 << 20, "seg/");
    requireSameRanges(cache, 6);
    Files.delete(pages().getFirst());
    for (Path page : pages()) {
      byte[] stored = Files.readAllBytes(page);
      stored[stored.length / 2] ^= 1;
      Files.write(page, stored);
    }

    requireSameRanges(cache, 7);
  }

  @Test
  void whatCameDamagedFromTheBucketIsNotKept() throws IOException {
    fill();
    bucket.put(KEY, new byte[1_000]);
    DiskCache cache = new DiskCache(bucket, folder, 10 << 20, "seg/");
    assertThat(bytes(cache.getRange(KEY, 0, 5_000))).hasSize(1_000);
    bucket.put(KEY, content);

    cache.distrust(KEY);

    requireSameRanges(cache, 12);
  }

  @Test
  void itKeepsToItsBoundAndForgetsWhatIsNotNeeded() throws IOException {
    fill();
    bucket.put(KEY, content);
    bucket.put("seg/2-b", content);
    DiskCache cache = new DiskCache(bucket, folder, 600_000, "seg/");
    requireSameRanges(cache, 8);
    assertThat(pages().stream().mapToLong(page -> page.toFile().length()).sum())
        .isBetween(1L, 600_000L);
    cache.getRange("seg/2-b", 0, 10);

    cache.needsOnly(Set.of("seg/2-b"));
    assertThat(pages()).hasSize(1);
    cache.needsOnly(Set.of());
    assertThat(pages()).isEmpty();
  }

  @Test
  void aFolderThatTakesNothingCostsRequestsOnly() throws IOException {
    fill();
    bucket.put(KEY, content);
    DiskCache cache = new DiskCache(bucket, folder.resolve("gone"), 10 << 20, "seg/");
    Files.delete(folder.resolve("gone"));

    requireSameRanges(cache, 9);
  }

  @Test
  void encryptedObjectsReadAsThePlainOnesAndShowNothing() {
    fill();
    System.arraycopy("a secret".getBytes(StandardCharsets.UTF_8), 0, content, 0, 8);
    EncryptedObjectStore store =
        new EncryptedObjectStore(bucket, encryptionKey(), new SecureRandom());
    store.putIfAbsent(KEY, content);

    requireSameRanges(store, 10);
    assertThat(bytes(store.get(KEY))).isEqualTo(content);
    store.putIfAbsent("log/1", new byte[0]);
    assertThat(bytes(store.get("log/1"))).isEmpty();
    assertThat(new String(bytes(bucket.get(KEY)), StandardCharsets.ISO_8859_1))
        .doesNotContain("a secret");
  }

  /** No bit, no length and no name can be changed. */
  @Test
  void whatWasTamperedWithIsNotOpened() {
    fill();
    EncryptedObjectStore store =
        new EncryptedObjectStore(bucket, encryptionKey(), new SecureRandom());
    store.putIfAbsent(KEY, content);
    byte[] good = bytes(bucket.get(KEY));
    long seed = 11;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      byte[] bad =
          random.nextBoolean() ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      if (bad.length == good.length) {
        bad[random.nextInt(i % 2 == 0 ? 40 : bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      bucket.put(KEY, bad);
      assertThat(store.get(KEY)).as("seed %d", seed).isInstanceOf(Fetched.Unavailable.class);
    }
    bucket.put("seg/other", good);
    assertThat(store.get("seg/other")).isInstanceOf(Fetched.Unavailable.class);
    assertThat(store.getRange("seg/other", 70_000, 5)).isInstanceOf(Fetched.Unavailable.class);
    byte[] otherKey = encryptionKey();
    otherKey[0] ^= 1;
    bucket.put(KEY, good);
    assertThat(new EncryptedObjectStore(bucket, otherKey, new SecureRandom()).get(KEY))
        .isInstanceOf(Fetched.Unavailable.class);
  }
}
