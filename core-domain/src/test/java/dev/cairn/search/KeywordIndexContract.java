package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link KeywordIndex} keeps to. */
public abstract class KeywordIndexContract {
  private static final long SEED = 20260101;

  /** An empty index. */
  protected abstract KeywordIndex open();

  private static List<String> ids(List<ScoredId> hits) {
    return hits.stream().map(ScoredId::id).toList();
  }

  private static KeywordIndex filled(KeywordIndex index) {
    index.put("paint", "Melanie painted a sunrise over the lake last year");
    index.put("camp", "We went camping at the lake with the children");
    index.put("race", "The charity race was on a sunny Saturday");
    return index;
  }

  @Test
  void findsNothingWhenEmpty() {
    try (KeywordIndex index = open()) {
      assertThat(index.search("lake", 5)).isEmpty();
      assertThat(index.size()).isZero();
      index.remove("a");
      assertThat(index.wordsOf(KeywordQuery.of("lake"), "a")).isEmpty();
    }
  }

  @Test
  void ranksWhatSharesMoreAndRarerWordsFirst() {
    try (KeywordIndex index = filled(open())) {
      List<ScoredId> hits = index.search("lake sunrise", 5);

      assertThat(ids(hits)).containsExactly("paint", "camp");
      assertThat(hits).isSortedAccordingTo(ScoredId.BEST_FIRST).allMatch(hit -> hit.score() > 0);
      assertThat(ids(index.search("lake sunrise", 1))).containsExactly("paint");
      assertThat(index.search("volcano", 5)).isEmpty();
    }
  }

  @Test
  void seesWhatWasWrittenAtOnce() {
    try (KeywordIndex index = filled(open())) {
      index.put("race", "A quiet Sunday");
      assertThat(ids(index.search("charity", 5))).isEmpty();
      assertThat(ids(index.search("sunday", 5))).containsExactly("race");
      assertThat(index.size()).isEqualTo(3);

      index.remove("race");
      index.remove("race");
      assertThat(ids(index.search("sunday", 5))).isEmpty();
      assertThat(index.size()).isEqualTo(2);

      index.put("race", "Another Sunday");
      assertThat(ids(index.search("sunday", 5))).containsExactly("race");
    }
  }

  @Test
  void looksInAllFieldsOrInSome() {
    try (KeywordIndex index = open()) {
      index.put("a", Map.of("title", "harbour", "body", "ships and cranes"));
      index.put("b", Map.of("title", "cranes", "body", "birds"));

      assertThat(ids(index.search("cranes", 5))).containsExactlyInAnyOrder("a", "b");
      KeywordQuery titles = new KeywordQuery("cranes", Set.of("title"));
      assertThat(ids(index.search(titles, 5, IdFilter.ALL))).containsExactly("b");
      KeywordQuery unknown = new KeywordQuery("cranes", Set.of("footer"));
      assertThat(index.search(unknown, 5, IdFilter.ALL)).isEmpty();
    }
  }

  @Test
  void returnsOnlyWhatTheFilterAccepts() {
    try (KeywordIndex index = open()) {
      for (int i = 0; i < 1000; i++) {
        index.put("t" + i, "tea number " + i);
      }
      KeywordQuery tea = KeywordQuery.of("tea");

      assertThat(ids(index.search(tea, 5, IdFilter.among(Set.of("t7", "t8", "stranger")))))
          .containsExactlyInAnyOrder("t7", "t8");
      assertThat(ids(index.search(tea, 5, IdFilter.matching(id -> id.endsWith("99")))))
          .hasSize(5)
          .allMatch(id -> id.endsWith("99"));
      assertThat(index.search(tea, 5, IdFilter.among(Set.of()))).isEmpty();
      assertThat(index.search(tea, 5, IdFilter.matching(id -> false))).isEmpty();
      assertThat(index.search(tea, Integer.MAX_VALUE, IdFilter.ALL)).hasSize(1000);
    }
  }

  @Test
  void ordersEqualScoresById() {
    try (KeywordIndex index = open()) {
      for (String id : List.of("d", "b", "e", "a", "c")) {
        index.put(id, "the same");
      }

      assertThat(ids(index.search("same", 3))).containsExactly("a", "b", "c");
    }
  }

  /** Text of people, and what a parser of queries would stumble over. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "?!",
        "lake AND",
        "NOT lake",
        "(lake",
        "\"lake",
        "lake~ OR lake^",
        "text:lake [* TO *}",
        "lake\\",
        "/lake(/",
        "*",
        "+lake -lake && || !",
        "\uD83D\uDE00 lake \uD800",
        "\0lake\u0007",
        "湖 озеро λίμνη بحيرة"
      })
  void takesAnyTextAsAQuery(String text) {
    try (KeywordIndex index = filled(open())) {
      boolean hasTheWord = text.matches("(?s).*\\blake\\b.*");

      assertThat(ids(index.search(text, 5))).hasSize(hasTheWord ? 2 : 0);
    }
  }

  @Test
  void takesAnyText() {
    try (KeywordIndex index = open()) {
      index.put("half", "a brook \uD800");
      index.put("key", "favourite_colour:teal");
      index.put("none", "");

      assertThat(ids(index.search("brook", 5))).containsExactly("half");
      assertThat(ids(index.search("teal colour", 5))).containsExactly("key");
      assertThat(index.size()).isEqualTo(3);
    }
  }

  @Test
  void takesQueriesAndTextsOfAnyLength() {
    try (KeywordIndex index = filled(open())) {
      StringBuilder text = new StringBuilder();
      Random random = new Random(SEED);
      for (int i = 0; i < 20_000; i++) {
        text.append(Long.toString(random.nextLong(), 36)).append(' ');
      }
      index.put("long", text + "meadow");
      index.put("unbroken", "x".repeat(100_000));

      assertThat(ids(index.search(text + "charity", 2))).contains("long");
      assertThat(ids(index.search("meadow", 5))).containsExactly("long");
      assertThat(ids(index.search("x".repeat(100_000), 5))).containsExactly("unbroken");
    }
  }

  @Test
  void saysWhatWordsAddToAScore() {
    try (KeywordIndex index = filled(open())) {
      KeywordQuery query = KeywordQuery.of("sunrise at the lake, volcano");
      ScoredId best = index.search(query, 1, IdFilter.ALL).get(0);

      List<WordScore> words = index.wordsOf(query, best.id());

      assertThat(words).hasSizeGreaterThanOrEqualTo(2);
      assertThat(words.get(0).word()).startsWith("sunris");
      assertThat(words.stream().mapToDouble(WordScore::score).sum())
          .isCloseTo(best.score(), within(1e-4));
      assertThat(index.wordsOf(KeywordQuery.of("volcano"), best.id())).isEmpty();
    }
  }

  @Test
  void refusesBadInputAndStaysUsable() {
    try (KeywordIndex index = filled(open())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.search("lake", 0))
          .withMessageContaining("at least 1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.put("a", Map.of("", "lake")))
          .withMessageContaining("no name");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.put("x".repeat(40_000), "lake"))
          .withMessageContaining("40000");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.put("a\uD800", "lake"))
          .withMessageContaining("surrogate");
      assertThatThrownBy(() -> index.put(null, "lake")).isInstanceOf(NullPointerException.class);
      assertThat(ids(index.search("lake", 5))).containsExactlyInAnyOrder("paint", "camp");
    }
  }

  private static byte[] snapshot(KeywordIndex index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    index.save(out);
    return out.toByteArray();
  }

  @Test
  void restoresWhatItSaved() throws IOException {
    try (KeywordIndex saved = filled(open());
        KeywordIndex restored = open();
        KeywordIndex empty = open()) {
      saved.remove("camp");
      byte[] snapshot = snapshot(saved);
      saved.put("after", "the snapshot");

      assertThat(restored.restore(new ByteArrayInputStream(snapshot), sink -> unwanted()))
          .isEqualTo(new RestoreOutcome.Restored(2));
      assertThat(ids(restored.search("lake", 5))).containsExactly("paint");
      restored.put("late", "a lake again");
      restored.remove("paint");
      assertThat(ids(restored.search("lake", 5))).containsExactly("late");
      assertThatIllegalStateException()
          .isThrownBy(() -> restored.restore(new ByteArrayInputStream(snapshot), sink -> {}))
          .withMessageContaining("empty");
      byte[] ofNothing = snapshot(empty);
      try (KeywordIndex other = open()) {
        assertThat(other.restore(new ByteArrayInputStream(ofNothing), sink -> unwanted()))
            .isEqualTo(new RestoreOutcome.Restored(0));
      }
    }
  }

  private static void unwanted() {
    throw new AssertionError("The source was asked though the snapshot is whole");
  }

  @Test
  void rebuildsFromTheSourceIfTheSnapshotIsDamaged() throws IOException {
    System.out.println("seed " + SEED);
    byte[] whole;
    try (KeywordIndex saved = filled(open())) {
      whole = snapshot(saved);
    }
    List<byte[]> damaged = new ArrayList<>();
    damaged.add(new byte[0]);
    damaged.add(Arrays.copyOf(whole, whole.length / 2));
    damaged.add(Arrays.copyOf(whole, whole.length - 1));
    Random random = new Random(SEED);
    for (int i = 0; i < 30; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      damaged.add(flipped);
    }
    for (byte[] snapshot : damaged) {
      try (KeywordIndex index = open()) {
        RestoreOutcome outcome =
            index.restore(
                new ByteArrayInputStream(snapshot),
                sink -> sink.accept("a", Map.of(KeywordIndex.TEXT, "from the store")));

        assertThat(outcome)
            .isInstanceOfSatisfying(
                RestoreOutcome.Rebuilt.class,
                rebuilt -> {
                  assertThat(rebuilt.entries()).isEqualTo(1);
                  assertThat(rebuilt.reason()).contains("snapshot");
                });
        assertThat(ids(index.search("store", 5))).containsExactly("a");
      }
    }
  }

  @Test
  void tellsItsSizeAndWhatItDoes() {
    try (KeywordIndex index = open()) {
      long before = index.memoryBytes();
      for (int i = 0; i < 2000; i++) {
        index.put("t" + i, "text " + i + " of " + Integer.toString(i * 31, 36));
      }

      assertThat(index.size()).isEqualTo(2000);
      assertThat(index.memoryBytes()).isGreaterThan(before + 2000);
      assertThat(index.explain()).isNotEmpty().allSatisfy(line -> assertThat(line).isNotBlank());
    }
  }

  @Test
  void searchesWhileAnotherThreadWrites() throws Exception {
    try (KeywordIndex index = open();
        ExecutorService executor = Executors.newFixedThreadPool(3)) {
      index.put("kept", "anchor stone");
      index.put("gone", "anchor");
      index.remove("gone");
      AtomicBoolean writing = new AtomicBoolean(true);
      List<Future<?>> running = new ArrayList<>();
      running.add(
          executor.submit(
              () -> {
                try {
                  for (int i = 0; i < 1000; i++) {
                    index.put("w" + i % 100, "stone " + i);
                    index.put("kept", "anchor stone " + i % 3);
                    if (i % 3 == 0) {
                      index.remove("w" + (i - 1) % 100);
                    }
                  }
                } finally {
                  writing.set(false);
                }
              }));
      for (int reader = 0; reader < 2; reader++) {
        running.add(
            executor.submit(
                () -> {
                  do {
                    assertThat(ids(index.search("anchor", 10))).containsExactly("kept");
                  } while (writing.get());
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      assertThat(index.search("stone", 1000)).hasSize(index.size());
    }
  }
}
