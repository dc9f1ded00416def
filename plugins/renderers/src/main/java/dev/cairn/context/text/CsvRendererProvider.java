package dev.cairn.context.text;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.plugin.Settings;

/** Provides {@code csv}: comma-separated values with a header line; exact. */
public final class CsvRendererProvider implements ContextRendererProvider {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public ContextRenderer create(Settings settings) {
    settings.as(NoSettings.class);
    return new CsvRenderer();
  }
}
