package dev.cairn.store;

import java.time.Instant;

/**
 * What a shared store knows of a process that wrote to it.
 *
 * @param process chosen anew at each start
 * @param name the author's instance of its last batch; empty if it never committed one
 * @param commits how many commits are its own
 * @param slot the place of its last one in the store's order of commits
 * @param at when that was, by its own clock
 */
public record InstanceActivity(String process, String name, long commits, long slot, Instant at) {}
