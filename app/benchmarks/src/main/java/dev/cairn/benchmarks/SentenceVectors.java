package dev.cairn.benchmarks;

import ai.onnxruntime.OrtException;
import dev.cairn.embedding.EmbeddingModel;
import dev.cairn.embedding.EmbeddingModelProvider;
import dev.cairn.embedding.TextRole;
import dev.cairn.plugin.Providers;
import dev.cairn.plugin.Settings;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the file of real embeddings that {@link VectorSearchBenchmark} reads: {@link
 * JavadocSentences} through {@link SentenceEmbedder}.
 *
 * <p>Run with {@code -Dbench.main=dev.cairn.benchmarks.SentenceVectors -Djmh="sentences.bin
 * 101000"}. With the further argument {@code joined} each vector is that of all-MiniLM-L6-v2 with
 * that of bge-small-en-v1.5 behind it.
 */
public final class SentenceVectors {
  private static final int BATCH = 32;
  private static final int REPORT = 320;
  private static final int MODEL_DIMENSIONS = 384;

  private SentenceVectors() {}

  public static void main(String[] args) throws IOException, OrtException {
    Path file = Path.of(args[0]);
    List<String> all = JavadocSentences.read();
    int count = Math.min(all.size(), Integer.parseInt(args[1]));
    System.out.printf("%,d sentences, of which %,d are taken%n", all.size(), count);
    List<String> texts = all.subList(0, count);
    float[][] vectors = args.length > 2 ? join(texts) : embed(texts);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(count);
      out.writeInt(vectors[0].length);
      for (float[] vector : vectors) {
        ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * vector.length);
        buffer.asFloatBuffer().put(vector);
        out.write(buffer.array());
      }
    }
  }

  /** The vectors of both shipped models behind each other, 768 dimensions of length 1. */
  private static float[][] join(List<String> texts) {
    float[][] joined = new float[texts.size()][2 * MODEL_DIMENSIONS];
    int offset = 0;
    for (String name : List.of("minilm", "bge-small")) {
      try (EmbeddingModel model =
          Providers.load("embedding model", EmbeddingModelProvider.class)
              .named(name)
              .create(Settings.EMPTY)) {
        for (int from = 0; from < texts.size(); from += BATCH) {
          int to = Math.min(texts.size(), from + BATCH);
          List<float[]> made = model.embed(texts.subList(from, to), TextRole.PASSAGE);
          for (int i = 0; i < made.size(); i++) {
            for (int n = 0; n < MODEL_DIMENSIONS; n++) {
              joined[from + i][offset + n] = (float) (made.get(i)[n] * Math.sqrt(0.5));
            }
          }
        }
      }
      offset += MODEL_DIMENSIONS;
    }
    return joined;
  }

  /** Texts of one length in a batch: then nothing is padded in vain. */
  private static float[][] embed(List<String> texts) throws IOException, OrtException {
    List<Integer> order = new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
    order.sort(Comparator.comparingInt(i -> texts.get(i).length()));
    float[][] vectors = new float[texts.size()][];
    long start = System.nanoTime();
    try (SentenceEmbedder embedder = new SentenceEmbedder()) {
      for (int from = 0; from < order.size(); from += BATCH) {
        List<Integer> batch = order.subList(from, Math.min(order.size(), from + BATCH));
        float[][] made = embedder.embed(batch.stream().map(texts::get).toList());
        for (int i = 0; i < made.length; i++) {
          vectors[batch.get(i)] = made[i];
        }
        if (from / BATCH % REPORT == 0) {
          System.out.printf(
              "%,d embedded after %d s%n", from, (System.nanoTime() - start) / 1_000_000_000);
        }
      }
    }
    return vectors;
  }

  /** All vectors of a file, in the order of the texts. */
  static float[][] read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      float[][] vectors = new float[in.readInt()][];
      int dimensions = in.readInt();
      byte[] bytes = new byte[Float.BYTES * dimensions];
      for (int i = 0; i < vectors.length; i++) {
        in.readFully(bytes);
        vectors[i] = new float[dimensions];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vectors[i]);
      }
      return vectors;
    }
  }
}
