package dev.cairn.tokens.jtokkit;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.cairn.context.TokenCounter;

/** Counts with jtokkit's tables, which are those of OpenAI's tokenizer. Thread-safe. */
final class JtokkitTokenCounter implements TokenCounter {
  private final String name;
  private final Encoding encoding;

  JtokkitTokenCounter(String name, EncodingType type) {
    this.name = name;
    this.encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int count(String text) {
    return encoding.countTokensOrdinary(text);
  }
}
