package dev.cairn.tokens.jtokkit;

import com.knuddels.jtokkit.api.EncodingType;
import dev.cairn.context.TokenCounter;
import dev.cairn.context.TokenCounterProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code cl100k-base}: exact counts of that encoding. */
public final class Cl100kTokenCounterProvider implements TokenCounterProvider {
  @Override
  public String name() {
    return "cl100k-base";
  }

  @Override
  public TokenCounter create(Settings settings) {
    settings.as(JtokkitTokenCounter.Config.class);
    return new JtokkitTokenCounter(name(), EncodingType.CL100K_BASE);
  }
}
