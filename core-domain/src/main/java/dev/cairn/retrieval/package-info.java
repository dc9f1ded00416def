/** Finding what the store holds by meaning, words, filters and relations. */
@NullMarked
package dev.cairn.retrieval;

import org.jspecify.annotations.NullMarked;
