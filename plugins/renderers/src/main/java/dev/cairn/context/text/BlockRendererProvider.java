package dev.cairn.context.text;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code block}: a block of rows that a model reads without a legend; exact. */
public final class BlockRendererProvider implements ContextRendererProvider {
  @Override
  public String name() {
    return "block";
  }

  @Override
  public ContextRenderer create(Settings settings) {
    settings.as(NoSettings.class);
    return new BlockRenderer("block", new ReadableStyle());
  }
}
