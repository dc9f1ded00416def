package dev.cairn.lock;

import dev.cairn.plugin.Provider;

/** Makes a {@link LockService} of one type. */
public interface LockServiceProvider extends Provider<LockService> {}
