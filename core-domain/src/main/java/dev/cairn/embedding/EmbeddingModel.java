package dev.cairn.embedding;

import dev.cairn.search.VectorSpace;
import java.util.List;

/**
 * The embedding port: makes vectors of texts, so that texts that mean the same are near to each
 * other.
 *
 * <p>Thread-safe: calls from several threads run beside each other, each computing on its own
 * thread, so that who wants more cores uses more threads ({@link BatchEmbedder} does). Calls block.
 *
 * <p>Every vector is one of {@link #space()} and passes its check. The same text in the same role
 * gives the same vector, bit by bit, in one process and with the same configuration, unless the
 * model's documentation says what else it depends on. Between machines of other instruction sets
 * the last digits may differ.
 */
public interface EmbeddingModel extends AutoCloseable {

  /** The space of all vectors that this makes; its name tells models and their versions apart. */
  VectorSpace space();

  /**
   * How many tokens of a text are read, a model's own added ones included. What is beyond is cut
   * off without an error. {@link Integer#MAX_VALUE} if there is no bound.
   */
  int maxTokens();

  /** Whether all vectors have length 1, but for rounding. */
  boolean unitLength();

  /**
   * One vector for each text, in their order. The caller owns the arrays. No text, no vector.
   *
   * @throws IllegalArgumentException if a text is blank; nothing is computed then
   */
  List<float[]> embed(List<String> texts, TextRole role);

  /**
   * The vector of one text.
   *
   * @throws IllegalArgumentException if the text is blank
   */
  default float[] embed(String text, TextRole role) {
    return embed(List.of(text), role).getFirst();
  }

  /** Releases what the model holds. It must not be used afterwards. */
  @Override
  void close();

  /**
   * Checks that each text says something.
   *
   * @throws IllegalArgumentException if one is blank; the message tells its place, not the text
   */
  static void check(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isBlank()) {
        throw new IllegalArgumentException(
            "A text to embed must say something, but number %d of %d is blank. Leave it out."
                .formatted(i + 1, texts.size()));
      }
    }
  }
}
