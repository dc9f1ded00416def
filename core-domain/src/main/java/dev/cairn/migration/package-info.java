/** Bringing in data of other systems. */
@NullMarked
package dev.cairn.migration;

import org.jspecify.annotations.NullMarked;
