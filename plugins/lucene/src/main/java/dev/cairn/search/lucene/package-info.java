/** The keyword index {@code lucene} and the vector index {@code hnsw}. */
@NullMarked
package dev.cairn.search.lucene;

import org.jspecify.annotations.NullMarked;
