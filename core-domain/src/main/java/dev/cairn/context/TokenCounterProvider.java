package dev.cairn.context;

import dev.cairn.plugin.Provider;

/** Makes a {@link TokenCounter} of one type. */
public interface TokenCounterProvider extends Provider<TokenCounter> {}
