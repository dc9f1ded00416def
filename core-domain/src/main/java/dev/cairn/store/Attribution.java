package dev.cairn.store;

import java.time.Instant;

/**
 * Who made a write and when, for the change log.
 *
 * @param at by the clock of the writer; stores keep milliseconds
 */
public record Attribution(Author author, Instant at) {}
