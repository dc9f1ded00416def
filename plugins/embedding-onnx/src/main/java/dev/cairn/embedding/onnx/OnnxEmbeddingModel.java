package dev.cairn.embedding.onnx;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.TextRole;
import dev.cairn.search.VectorSpace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Runs a BERT model in onnxruntime: one session, in which each call computes on its own thread.
 * Thread-safe. With one text per run the same text gives the same vector, whatever it is embedded
 * with; see {@link OnnxConfig}.
 */
final class OnnxEmbeddingModel implements EmbeddingModel {
  private final ModelCard card;
  private final int textsPerRun;
  private final WordPieces wordPieces;
  private final OrtEnvironment environment;
  private final OrtSession session;

  OnnxEmbeddingModel(ModelCard card, OnnxConfig config) {
    this.card = card;
    this.textsPerRun = config.run();
    this.wordPieces = new WordPieces(card.vocabulary());
    this.environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      environment.setTelemetry(false);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      this.session = environment.createSession(card.network(), options);
    } catch (OrtException e) {
      throw new IllegalStateException(
          "The embedding model '%s' could not be loaded into onnxruntime.".formatted(card.file()),
          e);
    }
  }

  @Override
  public VectorSpace space() {
    return card.space();
  }

  @Override
  public int maxTokens() {
    return card.maxTokens();
  }

  @Override
  public boolean unitLength() {
    return true;
  }

  @Override
  public List<float[]> embed(List<String> texts, TextRole role) {
    requireNonNull(role, "role");
    EmbeddingModel.check(texts);
    String prefix = role == TextRole.QUERY ? card.queryPrefix() : "";
    int[][] tokens = new int[texts.size()][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = wordPieces.of(prefix + texts.get(i), card.maxTokens());
    }
    Integer[] byLength = new Integer[tokens.length];
    Arrays.setAll(byLength, i -> i);
    Arrays.sort(byLength, Comparator.comparingInt(i -> tokens[i].length));
    float[][] vectors = new float[tokens.length][];
    for (int from = 0; from < tokens.length; from += textsPerRun) {
      int to = Math.min(tokens.length, from + textsPerRun);
      run(tokens, Arrays.copyOfRange(byLength, from, to), vectors);
    }
    return Arrays.asList(vectors);
  }

  /** Makes the vectors of the texts at these places, which are in order of length. */
  private void run(int[][] tokens, Integer[] places, float[][] vectors) {
    int width = tokens[places[places.length - 1]].length;
    long[] shape = {places.length, width};
    LongBuffer ids = longs(places.length * width);
    LongBuffer mask = longs(places.length * width);
    LongBuffer types = longs(places.length * width);
    for (int row = 0; row < places.length; row++) {
      int[] text = tokens[places[row]];
      for (int i = 0; i < text.length; i++) {
        ids.put(row * width + i, text[i]);
        mask.put(row * width + i, 1);
      }
    }
    try (OnnxTensor idsTensor = OnnxTensor.createTensor(environment, ids, shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
        OnnxTensor typesTensor = OnnxTensor.createTensor(environment, types, shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idsTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", typesTensor))) {
      FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer();
      for (int row = 0; row < places.length; row++) {
        int count = card.pooling() == Pooling.FIRST ? 1 : tokens[places[row]].length;
        vectors[places[row]] = pooled(hidden, row * width, count);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(
          "The embedding model '%s' failed on %d texts of up to %d tokens."
              .formatted(card.file(), places.length, width),
          e);
    }
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(Long.BYTES * count)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  /** The direction of the sum of {@code count} rows. */
  private float[] pooled(FloatBuffer rows, int first, int count) {
    int dimensions = card.dimensions();
    float[] row = new float[dimensions];
    double[] sum = new double[dimensions];
    for (int i = first; i < first + count; i++) {
      rows.get(i * dimensions, row);
      for (int d = 0; d < dimensions; d++) {
        sum[d] += row[d];
      }
    }
    double square = 0;
    for (double number : sum) {
      square += number * number;
    }
    double length = Math.sqrt(square);
    for (int d = 0; d < dimensions; d++) {
      row[d] = (float) (sum[d] / length);
    }
    return row;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(
          "The embedding model '%s' could not be closed.".formatted(card.file()), e);
    }
  }
}
