/** Vectors of texts: the port of models, a cache of what they answered, and work in bulk. */
@NullMarked
package dev.cairn.embedding;

import org.jspecify.annotations.NullMarked;
