/** The ports of search. */
@NullMarked
package dev.cairn.search;

import org.jspecify.annotations.NullMarked;
