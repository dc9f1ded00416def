package dev.cairn.search.lucene;

import dev.cairn.plugin.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the keyword index.
 *
 * @param language {@code english} or {@code neutral}
 * @param k1 how much more a word counts that a text has several times
 * @param b how much less it counts in a long text, 0 to 1
 */
record WordsConfig(@Nullable String language, @Nullable Double k1, @Nullable Double b) {
  WordsConfig {
    if (k1 != null && !(k1 >= 0 && k1 <= 100)) {
      throw new ConfigurationException("k1 must be 0 to 100, but is " + k1 + ".");
    }
    if (b != null && !(b >= 0 && b <= 1)) {
      throw new ConfigurationException("b must be 0 to 1, but is " + b + ".");
    }
  }

  Language chosenLanguage() {
    return language == null ? Language.ENGLISH : Language.of(language);
  }

  float saturation() {
    return k1 == null ? 0.9f : k1.floatValue();
  }

  float lengthWeight() {
    return b == null ? 0.4f : b.floatValue();
  }
}
