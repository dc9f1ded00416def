package dev.cairn.search;

import dev.cairn.plugin.Provider;

/** Makes a {@link KeywordIndexFactory} of one type. */
public interface KeywordIndexProvider extends Provider<KeywordIndexFactory> {}
