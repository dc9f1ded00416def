package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import java.time.InstantSource;

/** The parts that a migration works with. */
record MigrationSetup(
    LegacyObjects objects,
    Translation translation,
    Target target,
    Journal journal,
    Sizes sizes,
    int parallelReads,
    InstantSource clock) {}
