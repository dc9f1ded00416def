/** Benchmarks to run by hand. */
@NullMarked
package dev.cairn.benchmarks;

import org.jspecify.annotations.NullMarked;
