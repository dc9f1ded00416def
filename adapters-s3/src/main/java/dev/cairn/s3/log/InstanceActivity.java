package dev.cairn.s3.log;

import java.time.Instant;

/**
 * What the log tells of a process that wrote to it.
 *
 * @param process chosen anew at each start
 * @param name the author's instance of its last batch; empty if it never committed one
 * @param commits how many entries of the log are its own
 * @param slot of its last entry
 * @param at when it wrote that, by its own clock
 */
public record InstanceActivity(String process, String name, long commits, long slot, Instant at) {}
