package dev.cairn.context.text;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code json}: minified JSON objects, one on each line; exact. */
public final class JsonRendererProvider implements ContextRendererProvider {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public ContextRenderer create(Settings settings) {
    settings.as(NoSettings.class);
    return new JsonRenderer();
  }
}
