/** The embedding facade: open a memory and use it. */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
