package dev.cairn.search.partitioned;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Makes partitions from rows. It only reads, so it runs beside searches and writes. */
final class PartitionBuilder {
  private static final int ROUNDS = 8;
  private static final int SAMPLES = 50;
  private static final int NONE = -1;

  private final Rows rows;
  private final Frame frame;

  PartitionBuilder(Rows rows) {
    this.rows = rows;
    frame = rows.frame();
  }

  /** How many partitions so many rows get: few rows a list where the lists are many. */
  static int countFor(int rows) {
    double factor = 1.2 + 2.4 * Math.max(0, Math.log10(rows / 100_000.0));
    return Math.max(2, (int) (factor * Math.sqrt(rows)));
  }

  /** Finds centroids for the living rows below {@code sealed} and assigns them. */
  Partitions build(int sealed) {
    int[] living = living(0, sealed);
    Centroids centroids = train(living);
    PostingList[] lists = new PostingList[centroids.count()];
    Arrays.fill(lists, PostingList.ofCapacity(frame, 0));
    Margins margins = Margins.of(rows, sealed, centroids);
    return assign(new Partitions(0, living.length, centroids, margins, lists), sealed);
  }

  /** Adds the rows up to {@code sealed} that are in no list, and leaves out those that died. */
  Partitions assign(Partitions partitions, int sealed) {
    int[] living = living(partitions.sealed(), sealed);
    int[] list = new int[living.length];
    int[] more = new int[partitions.lists().length];
    Assignment assignment = new Assignment(frame, rows.centre(), partitions.centroids());
    float[] row = new float[frame.length()];
    for (int i = 0; i < living.length; i++) {
      rows.read(living[i], row);
      list[i] = assignment.of(row);
      more[list[i]]++;
    }
    PostingList[] lists = new PostingList[more.length];
    int[] filled = new int[more.length];
    for (int i = 0; i < lists.length; i++) {
      PostingList old = partitions.lists()[i];
      if (more[i] == 0) {
        lists[i] = old;
      } else {
        lists[i] = copy(old, more[i], slot -> isLiving(slot) ? slot : NONE);
        filled[i] = lists[i].count() - more[i];
      }
    }
    for (int i = 0; i < living.length; i++) {
      rows.read(living[i], row);
      int to = list[i];
      add(lists[to], filled[to]++, living[i], row, partitions.centroids(), to);
    }
    return partitions.with(sealed, lists);
  }

  /** The same partitions of rows that have other numbers; -1 for those that are no more. */
  Partitions renumber(Partitions partitions, int sealed, IntUnaryOperator renumbering) {
    PostingList[] lists = partitions.lists().clone();
    for (int list = 0; list < lists.length; list++) {
      lists[list] = copy(lists[list], 0, renumbering);
    }
    return partitions.with(sealed, lists);
  }

  private PostingList copy(PostingList old, int room, IntUnaryOperator renumbering) {
    int[] slots = new int[old.count()];
    int kept = 0;
    for (int i = 0; i < slots.length; i++) {
      slots[i] = renumbering.applyAsInt(old.slots()[i]);
      if (slots[i] != NONE) {
        kept++;
      }
    }
    PostingList list = PostingList.ofCapacity(frame, kept + room);
    int to = 0;
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != NONE) {
        list.copy(to++, slots[i], old, i);
      }
    }
    return list;
  }

  private void add(
      PostingList list, int at, int slot, float[] row, Centroids centroids, int centroid) {
    float[] difference = new float[row.length];
    centroids.read(centroid, difference);
    for (int i = 0; i < row.length; i++) {
      difference[i] = row[i] - difference[i];
    }
    list.slots()[at] = slot;
    list.codes().encode(at, difference);
    if (frame.isEuclidean()) {
      list.biases()[at] = rows.bias(slot);
    }
  }

  private boolean isLiving(int slot) {
    return rows.isLiving(slot, Integer.MAX_VALUE - 1);
  }

  private int[] living(int from, int to) {
    int[] living = new int[to - from];
    int count = 0;
    for (int slot = from; slot < to; slot++) {
      if (isLiving(slot)) {
        living[count++] = slot;
      }
    }
    return Arrays.copyOf(living, count);
  }

  private Centroids train(int[] living) {
    int count = Math.min(countFor(living.length), Math.max(1, living.length));
    int length = frame.length();
    // The same rows give the same partitions.
    Random random = new Random(living.length);
    int[] sample = living.clone();
    int samples = Math.min(sample.length, SAMPLES * count);
    for (int i = 0; i < samples; i++) {
      int other = i + random.nextInt(sample.length - i);
      int chosen = sample[other];
      sample[other] = sample[i];
      sample[i] = chosen;
    }
    float[] numbers = new float[count * length];
    float[] row = new float[length];
    for (int i = 0; i < count; i++) {
      rows.read(sample[i], row);
      System.arraycopy(row, 0, numbers, i * length, length);
    }
    for (int round = 0; round < ROUNDS; round++) {
      numbers = improve(numbers, count, Arrays.copyOf(sample, samples), random);
    }
    return Centroids.of(frame, rows.centre(), numbers);
  }

  /** One round of Lloyd's algorithm. */
  private float[] improve(float[] numbers, int count, int[] sample, Random random) {
    int length = frame.length();
    Assignment assignment =
        new Assignment(frame, rows.centre(), Centroids.of(frame, rows.centre(), numbers));
    float[] sums = new float[numbers.length];
    int[] members = new int[count];
    float[] row = new float[length];
    for (int slot : sample) {
      rows.read(slot, row);
      int centroid = assignment.of(row);
      members[centroid]++;
      int offset = centroid * length;
      for (int i = 0; i < length; i++) {
        sums[offset + i] += row[i];
      }
    }
    for (int centroid = 0; centroid < count; centroid++) {
      int offset = centroid * length;
      if (members[centroid] == 0) {
        rows.read(sample[random.nextInt(sample.length)], row);
        System.arraycopy(row, 0, sums, offset, length);
      } else {
        for (int i = offset; i < offset + length; i++) {
          sums[i] /= members[centroid];
        }
      }
    }
    return sums;
  }
}
