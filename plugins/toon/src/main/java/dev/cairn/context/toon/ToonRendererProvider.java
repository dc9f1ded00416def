package dev.cairn.context.toon;

import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.plugin.Settings;

/**
 * Provides {@code toon-3}: facts as TOON text of version 3.3 of the specification, as published in
 * version 3.3.2 of the npm package {@code @toon-format/spec}. A version that writes other text for
 * the same facts gets a name of its own.
 *
 * <p>The one setting is {@code delimiter}: {@code comma}, {@code tab} or {@code pipe}.
 */
public final class ToonRendererProvider implements ContextRendererProvider {
  @Override
  public String name() {
    return "toon-3";
  }

  @Override
  public ContextRenderer create(Settings settings) {
    return new ToonContextRenderer(name(), settings.as(ToonContextRenderer.Config.class).options());
  }
}
