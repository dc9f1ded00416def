package dev.cairn.context;

import dev.cairn.plugin.Settings;
import java.nio.charset.StandardCharsets;

/**
 * Provides {@code estimate}: not a count but an estimate, one token for every four bytes of UTF-8.
 * It may be wrong by half; use it where no tokenizer for the model exists.
 */
public final class EstimatingTokenCounterProvider implements TokenCounterProvider {
  /** There is nothing to set; any key is unknown. */
  record Config() {}

  private static final int BYTES_PER_TOKEN = 4;

  @Override
  public String name() {
    return "estimate";
  }

  @Override
  public TokenCounter create(Settings settings) {
    settings.as(Config.class);
    return new TokenCounter() {
      @Override
      public String name() {
        return "estimate";
      }

      @Override
      public int count(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
      }
    };
  }
}
