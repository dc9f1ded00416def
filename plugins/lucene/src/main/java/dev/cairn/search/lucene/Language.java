package dev.cairn.search.lucene;

import dev.cairn.plugin.ConfigurationException;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;

/** How words are told apart and reduced. */
enum Language {
  /** Reduces English words to their stem, and drops those from queries that carry no meaning. */
  ENGLISH,

  /** Takes words of any language as they are, but for case and accents. */
  NEUTRAL;

  static Language of(String name) {
    for (Language language : values()) {
      if (language.label().equals(name)) {
        return language;
      }
    }
    throw new ConfigurationException(
        "language must be 'english' or 'neutral', but is '%s'.".formatted(name));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  CharArraySet droppedFromQueries() {
    return switch (this) {
      case ENGLISH -> questionWords();
      case NEUTRAL -> CharArraySet.EMPTY_SET;
    };
  }

  /** What questions are made of, and what nearly every text has. */
  private static CharArraySet questionWords() {
    List<String> words =
        List.of(
            "what", "when", "where", "who", "whom", "whose", "which", "why", "how", "do", "does",
            "did", "done", "am", "is", "are", "was", "were", "be", "been", "being", "has", "have",
            "had", "having", "can", "could", "will", "would", "shall", "should", "may", "might",
            "must", "i", "me", "my", "you", "your", "he", "him", "his", "she", "her", "it", "its",
            "we", "us", "our", "they", "them", "their", "from", "about", "any", "some", "than");
    CharArraySet dropped = new CharArraySet(words, false);
    dropped.addAll(EnglishAnalyzer.getDefaultStopSet());
    return CharArraySet.unmodifiableSet(dropped);
  }
}
