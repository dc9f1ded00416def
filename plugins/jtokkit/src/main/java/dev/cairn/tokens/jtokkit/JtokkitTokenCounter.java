package dev.cairn.tokens.jtokkit;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.cairn.context.TokenCounter;
import java.nio.charset.StandardCharsets;

/**
 * Counts with jtokkit's tables, which are those of OpenAI's tokenizer. Thread-safe.
 *
 * <p>Holds the table of its own encoding alone, which takes some tenths of a second to load: make
 * one and keep it.
 */
final class JtokkitTokenCounter implements TokenCounter {
  private final String name;
  private final Encoding encoding;

  JtokkitTokenCounter(String name, EncodingType type) {
    this.name = name;
    this.encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
  }

  /** There is nothing to set; any key is unknown. */
  record Config() {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public int count(String text) {
    return encoding.countTokensOrdinary(wellFormed(text));
  }

  /** With a question mark for each half of a surrogate pair, as when text is sent as UTF-8. */
  private static String wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
