/** Embeddings by small models that run in this process. */
@NullMarked
package dev.cairn.embedding.onnx;

import org.jspecify.annotations.NullMarked;
