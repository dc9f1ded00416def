package dev.cairn.search.partitioned;

import dev.cairn.search.BlockSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes rows as objects that can be searched where they are: lists of codes, lists with near
 * centroids near each other; rows in the order of lists; and a head. If all is small it is one
 * object, so that one request reads it. Reads only, so it runs beside searches and writes.
 */
final class StoredIndexWriter {
  private static final Sizes SIZES = new Sizes(4_096, 8 << 20, 64 << 20);

  private final Sizes sizes;
  private final Rows rows;
  private final Frame frame;
  private final int count;
  private final int[][] members;
  private final Centroids centroids;
  private final long[] places;

  /**
   * What goes where.
   *
   * @param listsFrom fewer rows are in one list
   * @param oneObject so many bytes are read with one request, so they need no more than one object
   * @param object how long others are at most
   */
  record Sizes(int listsFrom, long oneObject, long object) {}

  private StoredIndexWriter(Grown grown, Sizes sizes) {
    this.sizes = sizes;
    rows = grown.rows();
    frame = rows.frame();
    count = rows.count();
    places = new long[count];
    Partitions partitions = partitions(grown);
    int length = frame.length();
    if (partitions.isEmpty()) {
      centroids = Centroids.of(frame, rows.centre(), new float[1], new byte[length]);
      members = new int[][] {living()};
    } else {
      Centroids found = partitions.centroids();
      int[] order = ListOrder.of(found);
      float[] scales = new float[order.length];
      byte[] steps = new byte[order.length * length];
      members = new int[order.length][];
      for (int i = 0; i < order.length; i++) {
        scales[i] = found.scales()[order[i]];
        System.arraycopy(found.steps(), order[i] * length, steps, i * length, length);
        members[i] = living(partitions.lists()[order[i]]);
      }
      centroids = Centroids.of(frame, rows.centre(), scales, steps);
    }
  }

  /** Writes the rows that live now. */
  static void write(Grown grown, BlockSink sink) throws IOException {
    write(grown, SIZES, sink);
  }

  static void write(Grown grown, Sizes sizes, BlockSink sink) throws IOException {
    new StoredIndexWriter(grown, sizes).write(sink);
  }

  private Partitions partitions(Grown grown) {
    if (count < sizes.listsFrom()) {
      return Partitions.none(frame);
    }
    PartitionBuilder builder = new PartitionBuilder(rows);
    return grown.partitions().isEmpty()
        ? builder.build(count)
        : builder.assign(grown.partitions(), count);
  }

  private int[] living(PostingList list) {
    return Arrays.stream(list.slots())
        .limit(list.count())
        .filter(slot -> rows.isLiving(slot, count))
        .toArray();
  }

  private int[] living() {
    int[] living = new int[count];
    int found = 0;
    for (int slot = 0; slot < count; slot++) {
      if (rows.isLiving(slot, count)) {
        living[found++] = slot;
      }
    }
    return Arrays.copyOf(living, found);
  }

  private void write(BlockSink sink) throws IOException {
    long all = 0;
    for (int[] list : members) {
      all += StoredList.bytes(frame, list.length);
      for (int slot : list) {
        all += rowBytes(slot);
      }
    }
    boolean isOne = all <= sizes.oneObject();
    long[] codeBytes = new long[members.length];
    for (int list = 0; list < members.length; list++) {
      codeBytes[list] = StoredList.bytes(frame, members[list].length);
    }
    Layout layout = new Layout(isOne ? Long.MAX_VALUE : sizes.object());
    StoredHead.ListRef[] refs = new StoredHead.ListRef[members.length];
    for (int list = 0; list < members.length; list++) {
      layout.add(codeBytes[list]);
      refs[list] =
          new StoredHead.ListRef(
              members[list].length, layout.object, layout.offset, (int) codeBytes[list], 0);
    }
    if (!isOne) {
      layout.next();
    }
    int firstOfRows = layout.object;
    for (int[] list : members) {
      for (int slot : list) {
        int bytes = rowBytes(slot);
        layout.add(bytes);
        places[slot] = RowPlace.of(layout.object, layout.offset, bytes);
      }
    }
    Objects objects = new Objects(sink, isOne);
    for (int list = 0; list < members.length; list++) {
      byte[] codes = list(list).encode();
      StoredHead.ListRef ref = refs[list];
      refs[list] =
          new StoredHead.ListRef(
              ref.entries(),
              ref.object(),
              ref.offset(),
              ref.length(),
              StoredList.crc(codes, 0, codes.length));
      objects.add(ref.object(), codes);
    }
    for (int[] list : members) {
      for (int slot : list) {
        objects.add(isOne ? firstOfRows : RowPlace.object(places[slot]), row(slot));
      }
    }
    int living = Arrays.stream(members).mapToInt(list -> list.length).sum();
    objects.end(
        new StoredHead(frame.space(), living, rows.centre(), List.of(refs), centroids).encode());
  }

  private int rowBytes(int slot) {
    return StoredRow.bytes(id(slot).length, frame.length());
  }

  private byte[] id(int slot) {
    return rows.id(slot).getBytes(StandardCharsets.UTF_8);
  }

  private StoredList list(int number) {
    int[] slots = members[number];
    StoredList list = StoredList.ofCapacity(frame, slots.length);
    int length = frame.length();
    float[] row = new float[length];
    float[] centroid = new float[length];
    centroids.read(number, centroid);
    for (int i = 0; i < slots.length; i++) {
      rows.read(slots[i], row);
      for (int d = 0; d < length; d++) {
        row[d] -= centroid[d];
      }
      list.codes().encode(i, row);
      list.places()[i] = places[slots[i]];
      byte[] id = id(slots[i]);
      list.hashes()[i] = StoredList.crc(id, 0, id.length);
      if (frame.isEuclidean()) {
        list.biases()[i] = rows.bias(slots[i]);
      }
    }
    return list;
  }

  private byte[] row(int slot) {
    byte[] id = id(slot);
    ByteBuffer out = ByteBuffer.allocate(StoredRow.bytes(id.length, frame.length()));
    Chunk chunk = rows.chunk(slot);
    int at = slot % Chunk.SLOTS;
    byte[] steps = chunk.row(at, new byte[frame.length()]);
    StoredRow.write(
        out,
        id,
        chunk.scale(at),
        frame.isEuclidean() ? chunk.biases()[at] : 0,
        steps,
        chunk.offset(at, frame.length()),
        frame.length());
    return out.array();
  }

  /** Says where the next bytes come to lie. */
  private static final class Layout {
    private final long most;
    private int object;
    private long offset;
    private long end;

    Layout(long most) {
      this.most = most;
    }

    void add(long bytes) {
      if (end > 0 && end + bytes > most) {
        next();
      }
      offset = end;
      end += bytes;
    }

    void next() {
      object++;
      offset = 0;
      end = 0;
    }
  }

  /** Hands over objects as they are full. */
  private static final class Objects {
    private final BlockSink sink;
    private final boolean isOne;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private int number;

    Objects(BlockSink sink, boolean isOne) {
      this.sink = sink;
      this.isOne = isOne;
    }

    void add(int object, byte[] bytes) throws IOException {
      if (object != number) {
        sink.add(current.toByteArray());
        current.reset();
        number = object;
      }
      current.write(bytes);
    }

    void end(byte[] head) throws IOException {
      if (!isOne) {
        sink.add(current.toByteArray());
        current.reset();
      }
      current.write(head);
      sink.add(current.toByteArray());
    }
  }
}
