/** Finds facts in turns of conversations. */
@NullMarked
package dev.cairn.extraction;

import org.jspecify.annotations.NullMarked;
