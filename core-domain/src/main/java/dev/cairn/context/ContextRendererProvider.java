package dev.cairn.context;

import dev.cairn.plugin.Provider;

/** Makes a {@link ContextRenderer} of one type. */
public interface ContextRendererProvider extends Provider<ContextRenderer> {}
