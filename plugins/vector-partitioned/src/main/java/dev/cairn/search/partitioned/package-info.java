/** The vector index {@code partitioned}. */
@NullMarked
package dev.cairn.search.partitioned;

import org.jspecify.annotations.NullMarked;
