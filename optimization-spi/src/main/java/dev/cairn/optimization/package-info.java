/** Stages, manifests and key mappings, and the engine that runs them. */
@NullMarked
package dev.cairn.optimization;

import org.jspecify.annotations.NullMarked;
