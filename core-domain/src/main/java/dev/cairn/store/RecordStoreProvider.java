package dev.cairn.store;

import dev.cairn.plugin.Provider;

/** Makes a {@link RecordStore} of one type. */
public interface RecordStoreProvider extends Provider<RecordStore> {}
