package dev.cairn.embedding;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.Metric;
import dev.cairn.search.VectorSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds up one random direction for each word, drawn from the word's hash: directions of different
 * words are nearly at right angles. The same on all machines. Thread-safe.
 */
final class HashingEmbeddingModel implements EmbeddingModel {
  /** Words are runs of letters and digits; in a text that has none, all signs are. */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  private static final Pattern SIGNS = Pattern.compile("\\S+");
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final VectorSpace space;

  HashingEmbeddingModel(int dimensions) {
    // Another way of drawing directions must have another name.
    this.space = new VectorSpace("hashing/1", dimensions, Metric.COSINE);
  }

  @Override
  public VectorSpace space() {
    return space;
  }

  @Override
  public int maxTokens() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean unitLength() {
    return true;
  }

  @Override
  public List<float[]> embed(List<String> texts, TextRole role) {
    requireNonNull(role, "role");
    EmbeddingModel.check(texts);
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (String text : texts) {
      vectors.add(embed(text));
    }
    return vectors;
  }

  private float[] embed(String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    float[] sum = new float[space.dimensions()];
    Matcher words = WORD.matcher(folded);
    if (!words.find()) {
      words = SIGNS.matcher(folded);
      // Not blank as String.isBlank means it, yet white space for a regular expression.
      if (!words.find()) {
        add(folded, sum);
        return unit(sum);
      }
    }
    do {
      add(words.group(), sum);
    } while (words.find());
    return unit(sum);
  }

  private static void add(String word, float[] sum) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * FNV_PRIME;
    }
    SplittableRandom random = new SplittableRandom(hash);
    long bits = 0;
    for (int i = 0; i < sum.length; i++) {
      if (i % Long.SIZE == 0) {
        bits = random.nextLong();
      }
      sum[i] += (bits & 1) == 0 ? 1 : -1;
      bits >>>= 1;
    }
  }

  private static float[] unit(float[] sum) {
    double square = 0;
    for (float number : sum) {
      square += (double) number * number;
    }
    if (square == 0) {
      // Words that cancel each other, which happens in few dimensions only.
      sum[0] = 1;
      return sum;
    }
    double length = Math.sqrt(square);
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (sum[i] / length);
    }
    return sum;
  }

  @Override
  public void close() {}
}
