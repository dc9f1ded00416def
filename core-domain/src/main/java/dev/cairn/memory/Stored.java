package dev.cairn.memory;

import dev.cairn.store.Version;

/**
 * Something saved, with the version to expect when changing it.
 *
 * @param <T> what is saved
 */
public record Stored<T>(T item, Version version) {}
