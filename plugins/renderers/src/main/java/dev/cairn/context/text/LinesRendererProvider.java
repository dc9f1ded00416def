package dev.cairn.context.text;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code lines}: lines that each stand alone; exact. */
public final class LinesRendererProvider implements ContextRendererProvider {
  @Override
  public String name() {
    return "lines";
  }

  @Override
  public ContextRenderer create(Settings settings) {
    settings.as(NoSettings.class);
    return new LinesRenderer();
  }
}
