package dev.cairn.search.partitioned;

import java.util.Arrays;

/**
 * An order of lists in which those with near centroids are near each other, so that what one search
 * reads lies together: halves by the direction in which centroids differ most, and again within
 * each half.
 */
final class ListOrder {
  private static final int ROUNDS = 8;

  private final Kernels kernels;
  private final float[] numbers;
  private final int length;
  private final int[] order;

  private ListOrder(Centroids centroids) {
    kernels = centroids.frame().kernels();
    length = centroids.frame().length();
    numbers = new float[centroids.steps().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = centroids.steps()[i] * centroids.scales()[i / length];
    }
    order = new int[centroids.count()];
    Arrays.setAll(order, i -> i);
  }

  static int[] of(Centroids centroids) {
    ListOrder lists = new ListOrder(centroids);
    lists.split(0, lists.order.length);
    return lists.order;
  }

  private void split(int from, int to) {
    if (to - from <= 2) {
      return;
    }
    float[] mean = mean(from, to);
    float[] direction = direction(from, to, mean);
    Projected[] projected = new Projected[to - from];
    for (int i = from; i < to; i++) {
      projected[i - from] =
          new Projected(order[i], kernels.dot(direction, numbers, order[i] * length, length));
    }
    Arrays.sort(projected);
    for (int i = from; i < to; i++) {
      order[i] = projected[i - from].list();
    }
    int middle = (from + to) >>> 1;
    split(from, middle);
    split(middle, to);
  }

  private record Projected(int list, float at) implements Comparable<Projected> {
    @Override
    public int compareTo(Projected other) {
      int byPlace = Float.compare(at, other.at);
      return byPlace != 0 ? byPlace : Integer.compare(list, other.list);
    }
  }

  private float[] mean(int from, int to) {
    float[] mean = new float[length];
    for (int i = from; i < to; i++) {
      for (int d = 0; d < length; d++) {
        mean[d] += numbers[order[i] * length + d] / (to - from);
      }
    }
    return mean;
  }

  /** The direction of greatest variance, nearly, by multiplying with the covariance. */
  private float[] direction(int from, int to, float[] mean) {
    float[] direction = new float[length];
    for (int d = 0; d < length; d++) {
      direction[d] = numbers[order[from] * length + d] - mean[d];
    }
    for (int round = 0; round < ROUNDS; round++) {
      float shift = kernels.dot(direction, mean, 0, length);
      float[] next = new float[length];
      for (int i = from; i < to; i++) {
        int at = order[i] * length;
        float weight = kernels.dot(direction, numbers, at, length) - shift;
        for (int d = 0; d < length; d++) {
          next[d] += weight * (numbers[at + d] - mean[d]);
        }
      }
      float square = kernels.dot(next, next, 0, length);
      if (square == 0) {
        return direction;
      }
      float scale = (float) (1 / Math.sqrt(square));
      for (int d = 0; d < length; d++) {
        direction[d] = next[d] * scale;
      }
    }
    return direction;
  }
}
