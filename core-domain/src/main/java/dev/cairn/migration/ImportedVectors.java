package dev.cairn.migration;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;

/** What becomes of the vectors that come with nouns and verbs. */
public enum ImportedVectors {
  /** They stay, bit for bit. */
  KEEP,
  /** They are left out. */
  DROP,
  /**
   * Those of verbs and of nouns with a text are left out, so that the configured model can make
   * vectors of the texts; a noun without a text keeps its own.
   */
  REGENERATE;

  Noun of(Noun noun) {
    return switch (this) {
      case KEEP -> noun;
      case DROP -> noun.withoutVector();
      case REGENERATE ->
          noun.text().filter(text -> !text.isBlank()).isPresent() ? noun.withoutVector() : noun;
    };
  }

  Verb of(Verb verb) {
    return switch (this) {
      case KEEP -> verb;
      case DROP, REGENERATE -> verb.withoutVector();
    };
  }
}
