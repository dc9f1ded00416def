/** The cache port. */
@NullMarked
package dev.cairn.cache;

import org.jspecify.annotations.NullMarked;
