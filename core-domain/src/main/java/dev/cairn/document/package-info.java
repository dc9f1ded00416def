/** Documents in a namespace: the record store seen through the codec and the cache. */
@NullMarked
package dev.cairn.document;

import org.jspecify.annotations.NullMarked;
