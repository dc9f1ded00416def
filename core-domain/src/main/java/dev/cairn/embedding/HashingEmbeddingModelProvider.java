package dev.cairn.embedding;

import dev.cairn.plugin.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Provides {@code hashing}: no model of meaning. Texts are near to each other by the share of words
 * that they have in common, and by nothing else; a synonym is as far as any other word. For tests,
 * and for where no model can be shipped.
 *
 * <p>Setting: {@code dimensions}, 256 unless given.
 */
public final class HashingEmbeddingModelProvider implements EmbeddingModelProvider {
  private static final int DIMENSIONS = 256;

  /** What can be set. */
  record Config(@Nullable Integer dimensions) {}

  @Override
  public String name() {
    return "hashing";
  }

  @Override
  public EmbeddingModel create(Settings settings) {
    Integer dimensions = settings.as(Config.class).dimensions();
    return new HashingEmbeddingModel(dimensions == null ? DIMENSIONS : dimensions);
  }
}
