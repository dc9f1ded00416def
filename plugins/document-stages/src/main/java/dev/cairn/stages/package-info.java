/** Lossless rewrites of documents. */
@NullMarked
package dev.cairn.stages;

import org.jspecify.annotations.NullMarked;
