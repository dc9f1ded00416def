package dev.cairn.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Compares with the makers' tokenizer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WordPiecesTest {
  private static final int MAX = 512;
  private static final long SEED = 20260101;

  private final Map<String, Integer> vocabulary = ModelCard.BGE_SMALL.vocabulary();
  private final WordPieces wordPieces = new WordPieces(vocabulary);
  private HuggingFaceTokenizer theirs;

  @BeforeAll
  void openTheirs() throws IOException {
    try (InputStream in =
        getClass().getClassLoader().getResourceAsStream("bge-small-en-v1.5-q-tokenizer.json")) {
      theirs =
          HuggingFaceTokenizer.newInstance(
              in, Map.of("padding", "false", "truncation", "true", "modelMaxLength", "512"));
    }
  }

  @AfterAll
  void closeTheirs() {
    theirs.close();
  }

  private boolean agree(String text) {
    return Arrays.equals(
        Arrays.stream(wordPieces.of(text, MAX)).asLongStream().toArray(),
        theirs.encode(text).getIds());
  }

  /**
   * The makers' tokenizer has the categories of an older Unicode, so that newer marks and signs
   * differ; no piece has one of them.
   */
  @Test
  void cutsAllCodePointsOfTheVocabularyAlike() {
    Set<Integer> known = new HashSet<>();
    vocabulary.keySet().forEach(piece -> piece.codePoints().forEach(known::add));
    List<String> different = new ArrayList<>();
    int others = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
        String text = "a" + Character.toString(c) + "b " + Character.toString(c);
        if (!agree(text)) {
          others++;
          if (c < 0x600 || known.contains(c)) {
            different.add(Integer.toHexString(c));
          }
        }
      }
    }

    assertThat(different).isEmpty();
    assertThat(others).isLessThan(700);
  }

  @Test
  void cutsRandomTextsAlike() {
    Random random = new Random(SEED);
    List<String> parts = new ArrayList<>(vocabulary.keySet().stream().sorted().toList());
    parts.removeIf(part -> part.startsWith("["));
    parts.addAll(
        List.of("É", "Ü", "ǅ", "ẞ", "İ", "Σ", "ΌΣΟΣ", "한국", "東京", "ﬁ", "e\u0301", "≠", "🙂"));
    parts.addAll(List.of("\u00a0", "\u2003", "\u200b", "\t", "\r\n", "\u0000", "\ufffd", "\u037e"));
    List<String> signs = List.of(" ", "", "", "-", ".", "'", "\u2026", "\u0301", "$", " \u3000");
    for (int run = 0; run < 20_000; run++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        String part = parts.get(random.nextInt(parts.size()));
        text.append(random.nextInt(4) == 0 ? part.toUpperCase(Locale.ROOT) : part);
        text.append(signs.get(random.nextInt(signs.size())));
      }
      assertThat(agree(text.toString())).as("seed %d, text '%s'", SEED, text).isTrue();
    }
  }

  @Test
  void cutsWordsOfHundredSignsAndMoreAlike() {
    for (int length : new int[] {1, 99, 100, 101, 5_000}) {
      assertThat(agree("ab ".repeat(3) + "x".repeat(length) + " c")).isTrue();
      assertThat(agree("🙂".repeat(length))).isTrue();
    }
  }

  @Test
  void endsWhereThereIsNoRoom() {
    String text = "unaffable words, and more of them ".repeat(100);

    for (int max = 3; max < 40; max++) {
      int[] tokens = wordPieces.of(text, max);
      assertThat(tokens).hasSize(max).endsWith(102);
      assertThat(Arrays.copyOf(tokens, max - 1))
          .isEqualTo(Arrays.copyOf(wordPieces.of(text, MAX), max - 1));
    }
    assertThat(agree(text)).isTrue();
  }

  @Test
  void takesControlTokensInATextForPlainText() {
    assertThat(wordPieces.of("[SEP]", MAX)).containsExactly(101, 1031, 19802, 1033, 102);
  }

  @Test
  void refusesAVocabularyWithoutControlTokens() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WordPieces(Map.of("[CLS]", 1, "[UNK]", 2)))
        .withMessageContaining("[SEP]");
  }
}
