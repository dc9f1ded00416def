package dev.cairn.search.partitioned;

import dev.cairn.search.IdFilter;
import dev.cairn.search.ScoredId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Few vectors in full precision, searched exactly: too few to know their centre. Rotated, so that
 * they can become rows as they are.
 */
record Young(Frame frame, Map<String, float[]> vectors) implements Phase {

  static Young empty(Frame frame) {
    return new Young(frame, new ConcurrentHashMap<>());
  }

  @Override
  public int size() {
    return vectors.size();
  }

  List<ScoredId> search(float[] rotatedQuery, int k, IdFilter filter) {
    List<ScoredId> hits = new ArrayList<>();
    vectors.forEach(
        (id, vector) -> {
          if (filter.accepts(id)) {
            hits.add(new ScoredId(id, score(rotatedQuery, vector)));
          }
        });
    hits.sort(ScoredId.BEST_FIRST);
    return List.copyOf(hits.size() > k ? hits.subList(0, k) : hits);
  }

  private double score(float[] query, float[] vector) {
    Kernels kernels = frame.kernels();
    return switch (frame.space().metric()) {
      case COSINE -> Math.clamp(kernels.dot(query, vector, 0, vector.length), -1.0, 1.0);
      case DOT -> kernels.dot(query, vector, 0, vector.length);
      case EUCLIDEAN -> 0 - Math.sqrt(kernels.squaredDistance(query, vector, 0, vector.length));
    };
  }

  /** The mean of all, to centre rows at. */
  float[] mean() {
    float[] mean = new float[frame.length()];
    vectors.forEach(
        (id, vector) -> {
          for (int i = 0; i < mean.length; i++) {
            mean[i] += vector[i];
          }
        });
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= Math.max(1, vectors.size());
    }
    return mean;
  }

  long vectorBytes() {
    return vectors.size() * (16L + 4L * frame.length());
  }

  long idBytes() {
    return vectors.keySet().stream().mapToLong(id -> 88L + id.length()).sum();
  }
}
