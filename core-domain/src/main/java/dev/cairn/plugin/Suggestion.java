package dev.cairn.plugin;

import java.util.Collection;
import java.util.Locale;

/** Finds the word that a user probably meant. */
final class Suggestion {
  private static final int MAX_DISTANCE = 3;

  private Suggestion() {}

  /** {@code " Did you mean 'x'?"}, or nothing if no known word is near. */
  static String of(String word, Collection<String> known) {
    String best = "";
    int bestDistance = Math.min(MAX_DISTANCE, word.length() / 2) + 1;
    for (String candidate : known) {
      int distance = distance(fold(word), fold(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? "" : " Did you mean '" + best + "'?";
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Levenshtein distance, one row at a time. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
