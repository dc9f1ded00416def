package dev.cairn.tokens.jtokkit;

import com.knuddels.jtokkit.api.EncodingType;
import dev.cairn.context.TokenCounter;
import dev.cairn.context.TokenCounterProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code o200k-base}: exact counts of that encoding. */
public final class O200kTokenCounterProvider implements TokenCounterProvider {
  @Override
  public String name() {
    return "o200k-base";
  }

  @Override
  public TokenCounter create(Settings settings) {
    settings.as(JtokkitTokenCounter.Config.class);
    return new JtokkitTokenCounter(name(), EncodingType.O200K_BASE);
  }
}
