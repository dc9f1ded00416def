package dev.cairn.memory;

import dev.cairn.store.Author;
import dev.cairn.store.Version;
import java.time.Instant;

/** The write that gave a record its content: where in the order, when, and by whom. */
record Origin(Version version, Instant at, Author by) {}
