package dev.cairn.search.partitioned;

import dev.cairn.search.IndexSnapshot;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The quantised vectors by slot. Slots are only appended; a removed one stays as dead until the
 * rows are compacted into others. One thread at a time writes; a reader that has read {@link
 * #count} sees the slots below it as they were then.
 */
final class Rows implements SlotTable.Slots {
  private static final byte[] NONE = new byte[0];
  private static final int CACHE_LINE = 64;

  private final Frame frame;
  private final float[] centre;
  private final boolean isExact;
  private final SlotTable table;
  private final Residence residence;
  private volatile Chunk[] chunks;
  private volatile int count;
  private volatile int size;

  private Rows(
      Frame frame,
      float[] centre,
      boolean isExact,
      SlotTable table,
      Residence residence,
      Chunk[] chunks,
      int count) {
    this.frame = frame;
    this.residence = residence;
    this.centre = centre;
    this.isExact = isExact;
    this.table = table;
    this.chunks = chunks;
    this.count = count;
  }

  /**
   * @param centre what is subtracted from every rotated vector
   * @param isExact whether to keep rows in full precision too
   * @param residence of these rows alone
   */
  static Rows create(
      Frame frame, float[] centre, boolean isExact, int expected, Residence residence) {
    return new Rows(frame, centre, isExact, new SlotTable(expected), residence, new Chunk[0], 0);
  }

  /** The same rows without the codes of whole chunks below {@code sealed}. */
  Rows withoutCodes(int sealed) {
    Chunk[] fewer = chunks.clone();
    for (int i = 0; i < sealed / Chunk.SLOTS; i++) {
      fewer[i] = fewer[i].withoutCodes(frame);
    }
    Rows rows = new Rows(frame, centre, isExact, table, residence, fewer, count);
    rows.size = size;
    return rows;
  }

  /** Empty rows with the same centre. */
  Rows emptyCopy() {
    return create(frame, centre, isExact, size, residence.another());
  }

  /** Ends writing. */
  void close() {
    residence.close();
  }

  /** The same for rows that give a vector the same slot. */
  SlotTable numbering() {
    return table;
  }

  Frame frame() {
    return frame;
  }

  float[] centre() {
    return centre;
  }

  boolean isExact() {
    return isExact;
  }

  /** Slots that were written, dead ones included. */
  int count() {
    return count;
  }

  /** Slots that live. */
  int size() {
    return size;
  }

  Chunk chunk(int slot) {
    return chunks[slot / Chunk.SLOTS];
  }

  @Override
  public String id(int slot) {
    return chunk(slot).id(slot % Chunk.SLOTS);
  }

  @Override
  public boolean isAt(int slot, String id, int count) {
    return slot < count && isLiving(slot, count) && id(slot).equals(id);
  }

  /** Whether a slot is there for a reader that has read {@code count}. */
  boolean isLiving(int slot, int count) {
    return chunk(slot).isLiving(slot % Chunk.SLOTS, count);
  }

  /** The slot that an id has for a reader that has read {@code count}, or -1. */
  int find(String id, int count) {
    return table.find(id, count, this);
  }

  /** Appends a rotated vector under an id, in place of the one it had. */
  void put(String id, float[] rotated) {
    int slot = count;
    Chunk chunk = writable(slot);
    int at = slot % Chunk.SLOTS;
    float[] row = rotated.clone();
    for (int i = 0; i < row.length; i++) {
      row[i] -= centre[i];
    }
    if (isExact) {
      System.arraycopy(row, 0, chunk.exact(), at * row.length, row.length);
    }
    if (chunk.codes().capacity() > 0) {
      chunk.codes().encode(at, row);
    }
    quantise(row, chunk, at);
    publish(id, slot, chunk, at);
  }

  /** Appends a living slot of other rows that have the same centre. */
  void copy(Rows from, int slot, boolean isCoded) {
    byte[] room = new byte[frame.length()];
    int to = count;
    Chunk source = from.chunk(slot);
    Chunk chunk = writable(to, isCoded);
    int at = to % Chunk.SLOTS;
    int sourceAt = slot % Chunk.SLOTS;
    int length = frame.length();
    byte[] row = source.row(sourceAt, room);
    System.arraycopy(row, source.offset(sourceAt, length), chunk.rows(), at * length, length);
    chunk.scales()[at] = source.scale(sourceAt);
    if (frame.isEuclidean()) {
      chunk.biases()[at] = source.biases()[sourceAt];
    }
    if (isExact) {
      System.arraycopy(source.exact(), sourceAt * length, chunk.exact(), at * length, length);
    }
    if (chunk.codes().capacity() > 0) {
      if (source.codes().capacity() > 0) {
        chunk.codes().copy(at, source.codes(), sourceAt);
      } else {
        float[] numbers = new float[length];
        from.read(slot, numbers);
        chunk.codes().encode(at, numbers);
      }
    }
    publish(source.id(sourceAt), to, chunk, at);
  }

  private void quantise(float[] row, Chunk chunk, int at) {
    Kernels.Range range = frame.kernels().range(row, row.length);
    float highest = Math.max(Float.MIN_NORMAL, Math.max(range.greatest(), -range.least()));
    float inverse = Byte.MAX_VALUE / highest;
    byte[] rows = chunk.rows();
    int offset = at * row.length;
    for (int i = 0; i < row.length; i++) {
      rows[offset + i] = Steps.round(row[i] * inverse);
    }
    chunk.scales()[at] = scale(row, rows, offset);
    if (frame.isEuclidean()) {
      chunk.biases()[at] = -halfSquare(row, chunk, at);
    }
  }

  /**
   * Such that the rounded row has the right product with the row itself: what rounding moved across
   * matters less to queries that are near.
   */
  private float scale(float[] row, byte[] rows, int offset) {
    Kernels kernels = frame.kernels();
    float product = kernels.dot(row, rows, offset, row.length);
    return product > 0 ? kernels.dot(row, row, 0, row.length) / product : 0;
  }

  /** Of the row as it is kept: then errors of rounding cancel out where it is near a query. */
  private float halfSquare(float[] row, Chunk chunk, int at) {
    if (!isExact) {
      read(chunk, at, row);
    }
    return frame.kernels().dot(row, row, 0, row.length) / 2;
  }

  /** The count goes last: with it a reader sees the new slot and no longer the old one. */
  private void publish(String id, int slot, Chunk chunk, int at) {
    int old = find(id, slot);
    chunk.ids()[at] = id;
    table.add(id, slot, this);
    if (old >= 0) {
      end(old, slot + 1);
    } else {
      size++;
    }
    count = slot + 1;
  }

  private void end(int slot, int end) {
    int index = slot / Chunk.SLOTS;
    if (chunks[index].ends().length == 0) {
      Chunk[] current = chunks.clone();
      current[index] = current[index].mortal();
      chunks = current;
    }
    chunks[index].ends()[slot % Chunk.SLOTS] = end;
  }

  private Chunk writable(int slot) {
    return writable(slot, true);
  }

  private Chunk writable(int slot, boolean isCoded) {
    int index = slot / Chunk.SLOTS;
    Chunk[] current = chunks;
    if (index == current.length) {
      Chunk[] full = current.clone();
      residence.review(full, frame);
      current = Arrays.copyOf(full, index + 1);
      current[index] = Chunk.create(frame, isExact, isCoded);
      chunks = current;
    }
    return current[index];
  }

  /** Ends the life of an id's slot. */
  boolean remove(String id) {
    int slot = find(id, count);
    if (slot < 0) {
      return false;
    }
    end(slot);
    return true;
  }

  /** Ends the life of a slot that lives. */
  void end(int slot) {
    end(slot, count);
    size--;
  }

  /** Reads a row, centred, as exactly as it is kept. */
  void read(int slot, float[] row) {
    read(chunk(slot), slot % Chunk.SLOTS, row);
  }

  private void read(Chunk chunk, int at, float[] row) {
    if (isExact) {
      System.arraycopy(chunk.exact(), at * row.length, row, 0, row.length);
      return;
    }
    float scale = chunk.scale(at);
    byte[] steps = chunk.row(at, chunk.isMapped() ? new byte[row.length] : NONE);
    int from = chunk.offset(at, row.length);
    for (int i = 0; i < row.length; i++) {
      row[i] = steps[from + i] * scale;
    }
  }

  /** Appends a row to a snapshot. */
  void write(DataOutputStream out, int slot) throws IOException {
    Chunk chunk = chunk(slot);
    int at = slot % Chunk.SLOTS;
    int length = frame.length();
    IndexSnapshot.writeId(out, chunk.id(at));
    out.writeFloat(chunk.scale(at));
    if (frame.isEuclidean()) {
      out.writeFloat(chunk.biases()[at]);
    }
    byte[] row = chunk.row(at, chunk.isMapped() ? new byte[length] : NONE);
    out.write(row, chunk.offset(at, length), length);
    if (isExact) {
      Runs.write(out, chunk.exact(), at * length, length);
    }
  }

  /** Appends the next row of a snapshot, whose partitions hold the codes of those below a slot. */
  void read(DataInputStream in, int sealed) throws IOException {
    int slot = count;
    String id = IndexSnapshot.readId(in);
    Chunk chunk = writable(slot, slot / Chunk.SLOTS >= sealed / Chunk.SLOTS);
    int at = slot % Chunk.SLOTS;
    int length = frame.length();
    chunk.scales()[at] = in.readFloat();
    if (frame.isEuclidean()) {
      chunk.biases()[at] = in.readFloat();
    }
    in.readFully(chunk.rows(), at * length, length);
    if (isExact) {
      System.arraycopy(Runs.readFloats(in, length), 0, chunk.exact(), at * length, length);
    }
    if (chunk.codes().capacity() > 0) {
      float[] row = new float[length];
      read(chunk, at, row);
      chunk.codes().encode(at, row);
    }
    // A snapshot has each id once, so no other slot is looked for.
    chunk.ids()[at] = id;
    table.add(id, slot, this);
    size++;
    count = slot + 1;
  }

  /** The key by which a row is ranked: the inner product with a query, and its bias. */
  float key(CodedQuery query, int slot) {
    Chunk chunk = chunk(slot);
    int at = slot % Chunk.SLOTS;
    int length = frame.length();
    byte[] row = chunk.row(at, query.room());
    int product = frame.kernels().dot(query.quantised(), row, chunk.offset(at, length), length);
    float key = product * query.scale() * chunk.scale(at);
    return chunk.biases().length == 0 ? key : key + chunk.biases()[at];
  }

  /**
   * Reads something of each cache line of some rows. That has them all on their way at once, while
   * comparing one after the other waits for each: measured, a third less time.
   *
   * @return a number that means nothing
   */
  int touch(Candidates candidates) {
    int length = frame.length();
    int touched = 0;
    for (int i = 0; i < candidates.held(); i++) {
      int slot = candidates.number(i);
      Chunk chunk = chunk(slot);
      if (!chunk.isMapped()) {
        int at = slot % Chunk.SLOTS;
        touched += Float.floatToRawIntBits(chunk.scales()[at]);
        byte[] row = chunk.rows();
        int end = (at + 1) * length;
        for (int line = at * length; line < end; line += CACHE_LINE) {
          touched += row[line];
        }
        touched += row[end - 1];
      }
    }
    return touched;
  }

  /** As {@link #key}, with the query in full precision and the row as exact as it is kept. */
  float exactKey(CodedQuery query, int slot) {
    Chunk chunk = chunk(slot);
    int at = slot % Chunk.SLOTS;
    int length = frame.length();
    Kernels kernels = frame.kernels();
    float key;
    if (isExact) {
      key = kernels.dot(query.rotated(), chunk.exact(), at * length, length);
    } else {
      byte[] row = chunk.row(at, query.room());
      key = kernels.dot(query.rotated(), row, chunk.offset(at, length), length) * chunk.scale(at);
    }
    return chunk.biases().length == 0 ? key : key + chunk.biases()[at];
  }

  float bias(int slot) {
    return chunk(slot).biases()[slot % Chunk.SLOTS];
  }

  /** What is in a file. */
  long mappedBytes() {
    return Arrays.stream(chunks).mapToLong(chunk -> chunk.mapped().capacity()).sum();
  }

  /** What is in memory. */
  long vectorBytes() {
    return Arrays.stream(chunks).mapToLong(Chunk::bytes).sum();
  }

  long idBytes() {
    long bytes = table.bytes() + 4L * Chunk.SLOTS * chunks.length;
    int end = count;
    for (int slot = 0; slot < end; slot++) {
      // The headers of a string and of its bytes, padded.
      bytes += 48 + id(slot).length();
    }
    return bytes;
  }
}
