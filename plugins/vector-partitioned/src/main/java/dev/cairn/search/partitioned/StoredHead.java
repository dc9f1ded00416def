package dev.cairn.search.partitioned;

import dev.cairn.search.IndexSnapshot;
import dev.cairn.search.Metric;
import dev.cairn.search.StoredBlocks;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is read first of a published index: where its lists are, and what they are centred at. It
 * ends the last object, behind it only its length as an int. In the envelope of {@link
 * IndexSnapshot} with the format {@code blocks/1}:
 *
 * <pre>
 * space      UTF name, int dimensions, UTF metric
 * rows       int
 * centre     floats
 * lists      int n, then n times: {@link ListRef}, float scale, centroid in bytes
 * </pre>
 *
 * <p>Vectors have as many numbers as a rotated one. A list whose centroid has the scale 0 is
 * centred where rows are.
 *
 * @param lists where each list is
 */
record StoredHead(
    VectorSpace space, int rows, float[] centre, List<ListRef> lists, Centroids centroids) {
  private static final String FORMAT = "blocks/1";

  StoredHead {
    lists = List.copyOf(lists);
  }

  /**
   * Where the entries of a list are.
   *
   * @param crc the CRC-32C of their bytes
   */
  record ListRef(int entries, int object, long offset, int length, int crc) {}

  byte[] encode() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexSnapshot.write(out, FORMAT, this::write);
    byte[] head = out.toByteArray();
    return ByteBuffer.allocate(head.length + Integer.BYTES).put(head).putInt(head.length).array();
  }

  private void write(DataOutputStream body) throws IOException {
    body.writeUTF(space.name());
    body.writeInt(space.dimensions());
    body.writeUTF(space.metric().name());
    body.writeInt(rows);
    Runs.write(body, centre, 0, centre.length);
    body.writeInt(lists.size());
    for (int i = 0; i < lists.size(); i++) {
      ListRef list = lists.get(i);
      body.writeInt(list.entries());
      body.writeInt(list.object());
      body.writeLong(list.offset());
      body.writeInt(list.length());
      body.writeInt(list.crc());
      body.writeFloat(centroids.scales()[i]);
      body.write(centroids.steps(), i * centre.length, centre.length);
    }
  }

  /**
   * Reads the head from the last object.
   *
   * @throws UnusableSnapshotException if it is none or damaged
   */
  static StoredHead decode(byte[] object, StoredBlocks blocks, Kernels kernels) {
    int end = object.length - Integer.BYTES;
    int length = end < 0 ? -1 : ByteBuffer.wrap(object).getInt(end);
    if (length < 0 || length > end) {
      throw new UnusableSnapshotException("The published index is damaged or cut short.");
    }
    try {
      return IndexSnapshot.read(
          new ByteArrayInputStream(object, end - length, length),
          FORMAT,
          body -> read(body, blocks.lengths(), kernels));
    } catch (IOException impossible) {
      throw new UnusableSnapshotException("The published index cannot be read.", impossible);
    }
  }

  private static StoredHead read(DataInputStream body, List<Long> lengths, Kernels kernels)
      throws IOException {
    VectorSpace space =
        new VectorSpace(body.readUTF(), body.readInt(), Metric.valueOf(body.readUTF()));
    Frame frame = new Frame(space, kernels);
    int rows = body.readInt();
    float[] centre = Runs.readFloats(body, frame.length());
    int count = body.readInt();
    if (count < 1 || count > rows) {
      throw new IllegalArgumentException("More lists than rows");
    }
    ListRef[] lists = new ListRef[count];
    float[] scales = new float[count];
    byte[] steps = new byte[Math.multiplyExact(count, frame.length())];
    for (int i = 0; i < count; i++) {
      lists[i] =
          new ListRef(
              body.readInt(), body.readInt(), body.readLong(), body.readInt(), body.readInt());
      check(lists[i], rows, lengths, frame);
      scales[i] = body.readFloat();
      body.readFully(steps, i * frame.length(), frame.length());
    }
    Centroids centroids = Centroids.of(frame, centre, scales, steps);
    return new StoredHead(space, rows, centre, List.of(lists), centroids);
  }

  private static void check(ListRef list, int rows, List<Long> lengths, Frame frame) {
    boolean isThere =
        list.object() >= 0
            && list.object() < lengths.size()
            && list.offset() >= 0
            && list.length() >= 0
            && list.offset() + list.length() <= lengths.get(list.object());
    boolean isPlausible =
        list.entries() >= 0
            && list.entries() <= rows
            && list.length() == StoredList.bytes(frame, list.entries());
    if (!isThere || !isPlausible) {
      throw new IllegalArgumentException("A list that is not there");
    }
  }

  /** What it takes in memory. */
  long bytes() {
    return centroids.bytes() + 4L * centre.length + 48L * lists.size();
  }
}
