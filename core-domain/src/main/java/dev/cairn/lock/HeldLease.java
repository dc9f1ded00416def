package dev.cairn.lock;

import java.time.Instant;

/** A lease that someone holds. */
public record HeldLease(String name, long token, String holder, Instant until) {}
