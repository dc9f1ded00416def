package dev.cairn.embedding.onnx;

/** How the vectors of a text's tokens become the one of the text. */
enum Pooling {
  /** Their mean. */
  MEAN,
  /** That of the token that starts the text. */
  FIRST
}
