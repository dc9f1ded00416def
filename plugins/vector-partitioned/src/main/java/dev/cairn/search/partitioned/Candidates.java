package dev.cairn.search.partitioned;

import java.util.Arrays;

/**
 * Keeps the best of many scored numbers: appends what is above a threshold, and every now and then
 * throws away all but the best and raises the threshold to the worst of them. Not thread-safe.
 */
final class Candidates {
  private static final int SLACK = 16;

  private static final int MOST_HALVINGS = 16;
  private static final int TOLERANCE = 8;

  /** So few are taken before the threshold is raised: the first of them all pass. */
  private static final int PIECE = 128;

  private int wanted;
  private int held;
  private float threshold;
  private float[] scores = new float[0];
  private int[] numbers = new int[0];
  private int[] kept = new int[0];

  void reset(int count) {
    reset(count, Float.NEGATIVE_INFINITY);
  }

  /** Starts anew with a threshold that is known already. */
  void reset(int count, float least) {
    wanted = count;
    held = 0;
    threshold = least;
    reserve(2 * count + SLACK);
  }

  /** Wants more, or fewer, of those above the threshold. */
  void want(int count) {
    wanted = count;
  }

  int held() {
    return held;
  }

  float threshold() {
    return threshold;
  }

  float score(int i) {
    return scores[i];
  }

  int number(int i) {
    return numbers[i];
  }

  void setScore(int i, float score) {
    scores[i] = score;
  }

  void add(float score, int number) {
    if (score > threshold) {
      if (held >= 2 * wanted + SLACK) {
        keep(wanted);
      }
      scores[held] = score;
      numbers[held++] = number;
    }
  }

  /**
   * Takes the estimates above the threshold.
   *
   * @param shift is added to every estimate
   * @param numbering gives the number of a position, or -1 to leave it out
   */
  void take(
      Kernels kernels, float[] estimates, int count, float shift, int base, Numbering numbering) {
    int padded = (count + SLACK - 1) / SLACK * SLACK;
    for (int i = count; i < padded; i++) {
      estimates[i] = Float.NEGATIVE_INFINITY;
    }
    for (int from = 0; from < padded; from += PIECE) {
      takePiece(kernels, estimates, from, Math.min(padded, from + PIECE), shift, base, numbering);
    }
  }

  /**
   * Takes the estimates of some codes above the threshold.
   *
   * @param from a multiple of {@link Kernels#BLOCK}
   * @param numbering is also asked about positions from {@code to} on
   */
  void scan(
      Kernels kernels,
      CodedQuery query,
      Codes codes,
      int from,
      int to,
      float shift,
      Numbering numbering) {
    for (int start = from; start < to; start += PIECE) {
      int stop = Math.min(to, start + PIECE);
      reserve(held + PIECE + SLACK);
      int end = kernels.scan(query, codes, start, stop, threshold - shift, scores, numbers, held);
      accept(kernels, end, shift, numbering);
    }
  }

  private void takePiece(
      Kernels kernels,
      float[] estimates,
      int from,
      int to,
      float shift,
      int base,
      Numbering numbering) {
    reserve(held + to - from + SLACK);
    int end = kernels.pick(estimates, from, to, threshold - shift, base, scores, numbers, held);
    accept(kernels, end, shift, numbering);
  }

  private void accept(Kernels kernels, int end, float shift, Numbering numbering) {
    for (int i = held; i < end; i++) {
      int number = numbering.number(numbers[i]);
      if (number >= 0) {
        scores[held] = scores[i] + shift;
        numbers[held++] = number;
      }
    }
    if (held >= 2 * wanted + SLACK) {
      shrink(kernels);
    }
  }

  private void reserve(int capacity) {
    if (scores.length < capacity) {
      int grown = Math.max(capacity, 2 * scores.length);
      scores = Arrays.copyOf(scores, grown);
      numbers = Arrays.copyOf(numbers, grown);
    }
  }

  /**
   * Keeps the wanted number of the best, in no order, or a few more. Finds a score between them and
   * the others by halving: unlike selection, that has no branches that go either way.
   */
  void shrink(Kernels kernels) {
    if (held <= wanted) {
      return;
    }
    int padded = (held + SLACK - 1) / SLACK * SLACK;
    reserve(padded + SLACK);
    Arrays.fill(scores, held, padded, scores[0]);
    Kernels.Range range = kernels.range(scores, padded);
    // The rest of the last vector must pass no threshold.
    Arrays.fill(scores, held, padded, Float.NEGATIVE_INFINITY);
    float least = Math.max(threshold, range.least());
    float greatest = range.greatest();
    for (int i = 0; i < MOST_HALVINGS; i++) {
      float middle = least + (greatest - least) / 2;
      int above = kernels.count(scores, padded, middle);
      if (above < wanted) {
        greatest = middle;
      } else if (above <= wanted + wanted / TOLERANCE + 1) {
        keepAbove(kernels, padded, middle);
        return;
      } else {
        least = middle;
      }
    }
    // Many equal scores, or infinite ones.
    keep(wanted);
  }

  private void keepAbove(Kernels kernels, int padded, float middle) {
    if (kept.length < scores.length) {
      kept = new int[scores.length];
    }
    held = kernels.pick(scores, 0, padded, middle, 0, scores, kept, 0);
    for (int i = 0; i < held; i++) {
      numbers[i] = numbers[kept[i]];
    }
    threshold = middle;
  }

  /** Keeps the best {@code count}, and those as good as the worst of them. */
  void keepWithEquals(int count) {
    if (held <= count) {
      return;
    }
    select(count);
    float worst = worst(count);
    int end = count;
    for (int i = count; i < held; i++) {
      if (scores[i] == worst) {
        swap(i, end++);
      }
    }
    held = end;
  }

  /** Keeps those with a score of at least this. */
  void dropBelow(float least) {
    int end = 0;
    for (int i = 0; i < held; i++) {
      if (scores[i] >= least) {
        scores[end] = scores[i];
        numbers[end++] = numbers[i];
      }
    }
    held = end;
  }

  /** Keeps the best {@code count}, in no order. */
  void keep(int count) {
    if (held > count) {
      select(count);
      held = count;
      threshold = worst(count);
    }
  }

  private float worst(int count) {
    float worst = Float.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      worst = Math.min(worst, scores[i]);
    }
    return worst;
  }

  /** Moves the best {@code count} to the front. */
  private void select(int count) {
    int low = 0;
    int high = held - 1;
    while (low < high) {
      float pivot = scores[(low + high) >>> 1];
      int left = low;
      int right = high;
      while (left <= right) {
        while (scores[left] > pivot) {
          left++;
        }
        while (scores[right] < pivot) {
          right--;
        }
        if (left <= right) {
          swap(left++, right--);
        }
      }
      if (count - 1 <= right) {
        high = right;
      } else if (count - 1 >= left) {
        low = left;
      } else {
        return;
      }
    }
  }

  /** Moves the best {@code count} to the front, best first; the others follow in no order. */
  void bringForward(int count) {
    int leading = Math.min(count, held);
    select(leading);
    for (int i = 1; i < leading; i++) {
      float score = scores[i];
      int number = numbers[i];
      int at = i - 1;
      while (at >= 0 && scores[at] < score) {
        scores[at + 1] = scores[at];
        numbers[at + 1] = numbers[at];
        at--;
      }
      scores[at + 1] = score;
      numbers[at + 1] = number;
    }
  }

  private void swap(int a, int b) {
    float score = scores[a];
    scores[a] = scores[b];
    scores[b] = score;
    int number = numbers[a];
    numbers[a] = numbers[b];
    numbers[b] = number;
  }

  /** Gives the number of a position in what is scanned. */
  @FunctionalInterface
  interface Numbering {
    int number(int position);
  }
}
