package dev.cairn.s3.log;

import java.time.Instant;

/**
 * That nothing may change the records.
 *
 * @param slot of the log from which on that holds
 * @param by who wanted it
 * @param at when, by that process's clock
 */
public record Freezing(long slot, String by, Instant at) {}
