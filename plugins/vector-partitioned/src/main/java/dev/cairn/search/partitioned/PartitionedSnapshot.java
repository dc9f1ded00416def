package dev.cairn.search.partitioned;

import dev.cairn.search.IndexSnapshot;
import dev.cairn.search.UnusableSnapshotException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * The body of a snapshot, format {@code partitioned/3}:
 *
 * <pre>
 * grown      boolean  whether rows follow, or full vectors
 * exact      boolean  whether rows hold full precision too
 *
 * young      int n, then n times: id, rotated vector
 *
 * grown      centre
 *            int n, int sealed
 *            n times: id, float scale, [float bias,] row of bytes, [exact row]
 *            int trainedOn, int lists, a float scale for each, centroids in bytes
 *            for each list: int n, n int rows, n codes of as many long words as a vector takes,
 *            n float factors[, n float biases]
 * </pre>
 *
 * <p>Vectors are floats, as many as a rotated vector has; biases are there if the metric is
 * euclidean. Rows are numbered as they stand, without dead ones.
 */
final class PartitionedSnapshot {
  private static final String FORMAT = "partitioned/3";
  private static final int NONE = -1;

  /** A greater number may be damage: no memory is taken for it. */
  private static final int MOST_EXPECTED = 1 << 20;

  private PartitionedSnapshot() {}

  static void write(OutputStream out, Phase phase, Frame frame, boolean isExact)
      throws IOException {
    IndexSnapshot.write(
        out,
        FORMAT,
        frame.space(),
        body -> {
          body.writeBoolean(phase instanceof Grown);
          body.writeBoolean(isExact);
          switch (phase) {
            case Young young -> writeYoung(body, Map.copyOf(young.vectors()));
            case Grown grown -> writeGrown(body, grown);
          }
        });
  }

  private static void writeYoung(DataOutputStream body, Map<String, float[]> vectors)
      throws IOException {
    body.writeInt(vectors.size());
    for (Map.Entry<String, float[]> entry : vectors.entrySet()) {
      IndexSnapshot.writeId(body, entry.getKey());
      Runs.write(body, entry.getValue(), 0, entry.getValue().length);
    }
  }

  private static void writeGrown(DataOutputStream body, Grown grown) throws IOException {
    Rows rows = grown.rows();
    Partitions partitions = grown.partitions();
    int count = rows.count();
    int[] moved = new int[count];
    Arrays.fill(moved, NONE);
    int living = 0;
    int sealed = 0;
    for (int slot = 0; slot < count; slot++) {
      if (rows.isLiving(slot, count)) {
        moved[slot] = living++;
      }
      if (slot < partitions.sealed()) {
        sealed = living;
      }
    }
    Runs.write(body, rows.centre(), 0, rows.centre().length);
    body.writeInt(living);
    body.writeInt(sealed);
    for (int slot = 0; slot < count; slot++) {
      if (moved[slot] != NONE) {
        rows.write(body, slot);
      }
    }
    body.writeInt(partitions.trainedOn());
    body.writeInt(partitions.lists().length);
    Centroids centroids = partitions.centroids();
    Runs.write(body, centroids.scales(), 0, centroids.count());
    body.write(centroids.steps());
    for (PostingList list : partitions.lists()) {
      living(list, moved, rows.frame()).write(body);
    }
  }

  /** The members of a list that live, under their new numbers. */
  private static PostingList living(PostingList list, int[] moved, Frame frame) {
    int kept = 0;
    for (int i = 0; i < list.count(); i++) {
      if (moved[list.slots()[i]] != NONE) {
        kept++;
      }
    }
    PostingList living = PostingList.ofCapacity(frame, kept);
    int at = 0;
    for (int i = 0; i < list.count(); i++) {
      int slot = moved[list.slots()[i]];
      if (slot != NONE) {
        living.copy(at++, slot, list, i);
      }
    }
    return living;
  }

  /**
   * Reads a phase that no one else has yet.
   *
   * @throws UnusableSnapshotException if it cannot be used
   */
  static Phase read(InputStream in, Frame frame, PartitionedConfig config) throws IOException {
    return IndexSnapshot.read(
        in,
        FORMAT,
        frame.space(),
        body -> {
          boolean isGrown = body.readBoolean();
          if (body.readBoolean() != config.isExact()) {
            throw new UnusableSnapshotException(
                "The snapshot was made with another setting 'keepExact'.");
          }
          return isGrown ? readGrown(body, frame, config) : readYoung(body, frame);
        });
  }

  private static Young readYoung(DataInputStream body, Frame frame) throws IOException {
    Young young = Young.empty(frame);
    for (int left = body.readInt(); left > 0; left--) {
      String id = IndexSnapshot.readId(body);
      young.vectors().put(id, Runs.readFloats(body, frame.length()));
    }
    return young;
  }

  private static Grown readGrown(DataInputStream body, Frame frame, PartitionedConfig config)
      throws IOException {
    float[] centre = Runs.readFloats(body, frame.length());
    int count = body.readInt();
    int sealed = body.readInt();
    if (sealed < 0 || sealed > count) {
      throw new IllegalArgumentException("More rows in partitions than there are");
    }
    Rows rows =
        Rows.create(
            frame,
            centre,
            config.isExact(),
            Math.clamp(count, 0, MOST_EXPECTED),
            new Residence(config));
    for (int i = 0; i < count; i++) {
      rows.read(body, sealed);
    }
    int trainedOn = body.readInt();
    int lists = body.readInt();
    if (lists < 0 || lists > count) {
      throw new IllegalArgumentException("More partitions than rows");
    }
    float[] scales = Runs.readFloats(body, lists);
    byte[] steps = Runs.readBytes(body, Math.multiplyExact(lists, frame.length()));
    Centroids centroids = Centroids.of(frame, centre, scales, steps);
    PostingList[] read = new PostingList[lists];
    for (int i = 0; i < lists; i++) {
      read[i] = readList(body, frame, rows.count());
    }
    Margins margins = Margins.of(rows, sealed, centroids);
    return new Grown(rows, new Partitions(sealed, trainedOn, centroids, margins, read));
  }

  private static PostingList readList(DataInputStream body, Frame frame, int rows)
      throws IOException {
    int count = body.readInt();
    if (count < 0 || count > rows) {
      throw new IllegalArgumentException("A partition larger than the collection");
    }
    PostingList list = PostingList.read(body, frame, count);
    for (int slot : list.slots()) {
      if (slot < 0 || slot >= rows) {
        throw new IllegalArgumentException("A partition with a row that is not there");
      }
    }
    return list;
  }
}
