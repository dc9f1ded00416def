package dev.cairn.store;

import java.time.Instant;

/**
 * That a shared store takes no writes.
 *
 * @param slot the place in the store's order of commits from which on that holds
 * @param by who wanted it
 * @param at when, by that process's clock
 */
public record Freezing(long slot, String by, Instant at) {}
