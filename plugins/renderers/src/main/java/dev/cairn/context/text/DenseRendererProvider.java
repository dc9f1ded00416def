package dev.cairn.context.text;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code dense}: a block of rows in the fewest tokens; exact. */
public final class DenseRendererProvider implements ContextRendererProvider {
  @Override
  public String name() {
    return "dense";
  }

  @Override
  public ContextRenderer create(Settings settings) {
    settings.as(NoSettings.class);
    return new BlockRenderer("dense", new DenseStyle());
  }
}
