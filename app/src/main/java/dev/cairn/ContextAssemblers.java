package dev.cairn;

import dev.cairn.context.ContextAssembler;
import dev.cairn.context.ContextRenderer;
import dev.cairn.context.ContextRendererProvider;
import dev.cairn.context.FieldSelection;
import dev.cairn.context.TokenCounter;
import dev.cairn.context.TokenCounterProvider;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Finds renderers and token counters by name, and keeps them. Thread-safe. */
final class ContextAssemblers {
  private final Map<String, ContextRenderer> renderers = new ConcurrentHashMap<>();
  private final Map<String, TokenCounter> counters = new ConcurrentHashMap<>();
  private final ContextConfig config;
  private final int budgetTokens;

  @Inject
  ContextAssemblers(CairnConfig config) {
    this.config = config.context();
    this.budgetTokens =
        this.config.budgetTokens() > 0
            ? this.config.budgetTokens()
            : config.optimization().maxTokensPerContext();
  }

  int budgetTokens() {
    return budgetTokens;
  }

  FieldSelection fields() {
    return config.fieldSelection();
  }

  ContextAssembler usual() {
    return named(config.renderer(), config.tokenizer());
  }

  /**
   * @throws dev.cairn.plugin.ConfigurationException if there is no renderer or token counter of
   *     that name
   */
  ContextAssembler named(String renderer, String tokenizer) {
    return new ContextAssembler(
        renderers.computeIfAbsent(renderer, ContextAssemblers::renderer),
        counters.computeIfAbsent(tokenizer, ContextAssemblers::counter),
        config.ranking());
  }

  private static ContextRenderer renderer(String name) {
    return Providers.load("renderer", ContextRendererProvider.class)
        .named(name)
        .create(Settings.EMPTY);
  }

  private static TokenCounter counter(String name) {
    return Providers.load("tokenizer", TokenCounterProvider.class)
        .named(name)
        .create(Settings.EMPTY);
  }
}
