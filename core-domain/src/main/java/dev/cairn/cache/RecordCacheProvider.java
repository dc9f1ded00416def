package dev.cairn.cache;

import dev.cairn.plugin.Provider;

/** Makes a {@link RecordCache} of one type. */
public interface RecordCacheProvider extends Provider<RecordCache> {}
