package dev.cairn.migration.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.migration.legacy.LegacyObjects.Change;
import dev.cairn.migration.legacy.LegacyObjects.Listed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link LegacyObjects} does. */
public interface LegacyObjectsContract {

  /** Opens an empty place. */
  LegacyObjects open();

  @Test
  default void readsWhatWasPut() {
    try (LegacyObjects objects = open()) {
      assertThat(objects.put("nouns/é b.json", bytes("one"), Optional.empty()))
          .isEqualTo(Change.DONE);

      LegacyObjects.Found found = objects.read("nouns/é b.json").orElseThrow();

      assertThat(found.body()).isEqualTo(bytes("one"));
      assertThat(objects.read("nouns/other.json")).isEmpty();
      assertThat(objects.read("nouns")).isEmpty();
      assertThat(objects.list("", "", 10).objects())
          .containsExactly(new Listed("nouns/é b.json", found.tag(), 3));
      assertThat(objects.place()).isNotBlank();
    }
  }

  @Test
  default void listsInTheOrderOfBytesPageByPage() {
    List<String> keys =
        List.of("a!", "a/1.json", "a/1/x", "a/2", "a0", "b/z", "é", "\uFFFD/x", "\uD83D\uDE00");
    try (LegacyObjects objects = open()) {
      keys.reversed().forEach(key -> objects.put(key, bytes(key), Optional.empty()));

      for (int limit : List.of(1, 2, 3, 5, 1_000)) {
        assertThat(allKeys(objects, "", limit)).as("pages of %d", limit).isEqualTo(sorted(keys));
      }
      assertThat(allKeys(objects, "a", 2)).containsExactly("a!", "a/1.json", "a/1/x", "a/2", "a0");
      assertThat(allKeys(objects, "a/", 2)).containsExactly("a/1.json", "a/1/x", "a/2");
      assertThat(allKeys(objects, "a/1/", 2)).containsExactly("a/1/x");
      assertThat(allKeys(objects, "c", 2)).isEmpty();
      assertThat(objects.list("", "a/1/zzz", 1).objects())
          .extracting(Listed::key)
          .containsExactly("a/2");
      assertThat(objects.list("", "b", 1).objects()).extracting(Listed::key).containsExactly("b/z");
    }
  }

  @Test
  default void listsMoreThanAThousand() {
    try (LegacyObjects objects = open()) {
      for (int i = 0; i < 1_205; i++) {
        objects.put("nouns/%05d.json".formatted(i), bytes("x"), Optional.empty());
      }

      LegacyObjects.Page first = objects.list("nouns/", "", 1_000);

      assertThat(first.objects()).hasSize(1_000);
      assertThat(first.more()).isTrue();
      assertThat(allKeys(objects, "nouns/", 1_000)).hasSize(1_205).doesNotHaveDuplicates();
    }
  }

  @Test
  default void replacesOnlyWhatIsKnown() {
    try (LegacyObjects objects = open()) {
      objects.put("k.json", bytes("one"), Optional.empty());
      String first = objects.read("k.json").orElseThrow().tag();

      assertThat(objects.put("k.json", bytes("two"), Optional.empty()))
          .isEqualTo(Change.OTHER_FOUND);
      assertThat(objects.put("none.json", bytes("two"), Optional.of(first)))
          .isEqualTo(Change.OTHER_FOUND);
      assertThat(objects.put("k.json", bytes("two!"), Optional.of(first))).isEqualTo(Change.DONE);
      assertThat(objects.put("k.json", bytes("three"), Optional.of(first)))
          .isEqualTo(Change.OTHER_FOUND);

      assertThat(objects.read("k.json").orElseThrow().body()).isEqualTo(bytes("two!"));
      assertThat(objects.read("k.json").orElseThrow().tag()).isNotEqualTo(first);
      assertThat(objects.read("none.json")).isEmpty();
    }
  }

  @Test
  default void deletesOnlyWhatIsKnown() {
    try (LegacyObjects objects = open()) {
      objects.put("k.json", bytes("one"), Optional.empty());
      String first = objects.read("k.json").orElseThrow().tag();
      objects.put("k.json", bytes("two!"), Optional.of(first));
      String second = objects.read("k.json").orElseThrow().tag();

      assertThat(objects.delete("k.json", first)).isEqualTo(Change.OTHER_FOUND);
      assertThat(objects.read("k.json")).isPresent();
      assertThat(objects.delete("k.json", second)).isEqualTo(Change.DONE);
      assertThat(objects.delete("k.json", second)).isEqualTo(Change.DONE);

      assertThat(objects.read("k.json")).isEmpty();
      assertThat(objects.list("", "", 10).objects()).isEmpty();
    }
  }

  private static List<String> allKeys(LegacyObjects objects, String prefix, int limit) {
    List<String> keys = new ArrayList<>();
    boolean more = true;
    while (more) {
      String after = keys.isEmpty() ? "" : keys.getLast();
      LegacyObjects.Page page = objects.list(prefix, after, limit);
      page.objects().forEach(listed -> keys.add(listed.key()));
      more = page.more();
    }
    return keys;
  }

  private static List<String> sorted(List<String> keys) {
    return keys.stream().sorted((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b))).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
