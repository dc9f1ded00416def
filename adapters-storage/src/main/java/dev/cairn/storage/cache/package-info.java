/** A record cache on Caffeine. */
@NullMarked
package dev.cairn.storage.cache;

import org.jspecify.annotations.NullMarked;
