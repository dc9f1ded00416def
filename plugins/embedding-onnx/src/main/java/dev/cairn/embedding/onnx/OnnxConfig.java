package dev.cairn.embedding.onnx;

import org.jspecify.annotations.Nullable;

/**
 * The settings of a model.
 *
 * @param textsPerRun how many texts go through the network together. With 1, the default, a text's
 *     vector depends on that text alone. More is faster, but the network's quantisation then takes
 *     its scale from all of them, so that a text's vector depends on its neighbours: see the
 *     module's README for how much.
 */
record OnnxConfig(@Nullable Integer textsPerRun) {
  OnnxConfig {
    textsPerRun = textsPerRun == null ? 1 : textsPerRun;
    if (textsPerRun < 1) {
      throw new IllegalArgumentException(
          "'textsPerRun' must be at least 1, but is " + textsPerRun + ".");
    }
  }

  int run() {
    return textsPerRun == null ? 1 : textsPerRun;
  }
}
