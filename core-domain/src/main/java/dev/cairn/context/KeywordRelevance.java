package dev.cairn.context;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How much a fact has to do with a query: the share of the query's words that are among the words
 * of its category, key, value and tags, rare words weighing more (inverse document frequency, as in
 * BM25). Words are compared without case and accents; a word counts as found, too, if it and one of
 * the fact's begin alike, as {@code allergy} and {@code allergies}. Not thread-safe: it counts the
 * facts that it has seen.
 */
final class KeywordRelevance {
  private static final int MIN_COMMON_START = 4;
  private static final int MAX_ENDING = 3;
  private static final int MAX_DEPTH = 8;

  private final List<String> queryWords;
  private final long[] factsWithWord;
  private long facts;

  KeywordRelevance(String query) {
    this.queryWords = List.copyOf(words(query));
    this.factsWithWord = new long[queryWords.size()];
  }

  /** Whether the query has a word at all. */
  boolean hasWords() {
    return !queryWords.isEmpty();
  }

  /** Which words of the query a fact has. Each fact is asked about once. */
  BitSet matches(Fact fact) {
    facts++;
    BitSet matches = new BitSet(queryWords.size());
    if (queryWords.isEmpty()) {
      return matches;
    }
    Set<String> words = words(text(fact));
    for (int i = 0; i < queryWords.size(); i++) {
      if (isAmong(queryWords.get(i), words)) {
        matches.set(i);
        factsWithWord[i]++;
      }
    }
    return matches;
  }

  /** From 0 to 1, by the facts seen so far. */
  double score(BitSet matches) {
    double found = 0;
    double all = 0;
    for (int i = 0; i < queryWords.size(); i++) {
      double weight = Math.log(1 + (facts - factsWithWord[i] + 0.5) / (factsWithWord[i] + 0.5));
      all += weight;
      if (matches.get(i)) {
        found += weight;
      }
    }
    return all > 0 ? found / all : 0;
  }

  private static boolean isAmong(String wanted, Set<String> words) {
    if (words.contains(wanted)) {
      return true;
    }
    for (String word : words) {
      if (beginAlike(wanted, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginAlike(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    if (shorter < MIN_COMMON_START || Math.abs(a.length() - b.length()) > MAX_ENDING) {
      return false;
    }
    int common = 0;
    while (common < shorter && a.charAt(common) == b.charAt(common)) {
      common++;
    }
    return common >= MIN_COMMON_START && shorter - common <= 1;
  }

  private static String text(Fact fact) {
    StringBuilder text = new StringBuilder();
    text.append(fact.category()).append(' ').append(fact.key()).append(' ');
    append(text, fact.value(), MAX_DEPTH);
    fact.tags().forEach(tag -> text.append(tag).append(' '));
    return text.toString();
  }

  private static void append(StringBuilder text, JsonValue value, int depth) {
    switch (value) {
      case JsonString string -> text.append(string.value()).append(' ');
      case JsonNumber number -> text.append(number.text()).append(' ');
      case JsonArray array when depth > 0 ->
          array.elements().forEach(element -> append(text, element, depth - 1));
      case JsonObject object when depth > 0 -> {
        for (int i = 0; i < object.size(); i++) {
          text.append(object.name(i)).append(' ');
          append(text, object.value(i), depth - 1);
        }
      }
      default -> {}
    }
  }

  private static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    StringBuilder word = new StringBuilder();
    String plain = withoutAccents(text).toLowerCase(Locale.ROOT);
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      if (Character.isIdeographic(c)) {
        finish(word, words);
        words.add(Character.toString(c));
      } else if (Character.isLetterOrDigit(c)) {
        word.appendCodePoint(c);
      } else {
        finish(word, words);
      }
      i += Character.charCount(c);
    }
    finish(word, words);
    return words;
  }

  private static void finish(StringBuilder word, Set<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private static String withoutAccents(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return strip(Normalizer.normalize(text, Normalizer.Form.NFKD));
      }
    }
    return text;
  }

  private static String strip(String decomposed) {
    StringBuilder text = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
