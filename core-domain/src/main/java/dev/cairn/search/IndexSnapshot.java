package dev.cairn.search;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The envelope of an index snapshot, big-endian:
 *
 * <pre>
 * magic      int    0x43564958
 * format     UTF    the format of the body, such as "scan/1"
 * space      UTF name, int dimensions, UTF metric; an index of words has none
 * body       as the format says
 * checksum   long   CRC-32C of all before it
 * </pre>
 */
public final class IndexSnapshot {
  private static final int MAGIC = 0x43564958;
  private static final int BUFFER = 1 << 16;

  /** A longer one may be damage: no memory is taken for it before it has been read. */
  private static final int USUAL_ID = 1 << 12;

  private IndexSnapshot() {}

  /** Writes the body of a snapshot. */
  @FunctionalInterface
  public interface Writer {
    void write(DataOutputStream body) throws IOException;
  }

  /**
   * Reads the body of a snapshot. It may be damaged: the checksum stands behind it. So a reader
   * takes no memory for more than it has read.
   */
  @FunctionalInterface
  public interface Reader<T> {
    T read(DataInputStream body) throws IOException;
  }

  /** Writes a whole snapshot and leaves the stream open. */
  public static void write(OutputStream out, String format, VectorSpace space, Writer writer)
      throws IOException {
    write(
        out,
        format,
        body -> {
          body.writeUTF(space.name());
          body.writeInt(space.dimensions());
          body.writeUTF(space.metric().name());
          writer.write(body);
        });
  }

  /** Writes a whole snapshot of an index that has no vectors and leaves the stream open. */
  public static void write(OutputStream out, String format, Writer writer) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
    DataOutputStream data = new DataOutputStream(new BufferedOutputStream(checked, BUFFER));
    data.writeInt(MAGIC);
    data.writeUTF(format);
    writer.write(data);
    data.flush();
    data.writeLong(checked.getChecksum().getValue());
    data.flush();
  }

  /**
   * Reads a whole snapshot.
   *
   * @throws UnusableSnapshotException if it is not one of this format and space, or is damaged
   */
  public static <T> T read(InputStream in, String format, VectorSpace space, Reader<T> reader)
      throws IOException {
    return read(
        in,
        format,
        body -> {
          expect("space", space.name(), body.readUTF());
          expect("number of dimensions", space.dimensions(), body.readInt());
          expect("metric", space.metric().name(), body.readUTF());
          return reader.read(body);
        });
  }

  /**
   * Reads a whole snapshot of an index that has no vectors.
   *
   * @throws UnusableSnapshotException if it is not one of this format, or is damaged
   */
  public static <T> T read(InputStream in, String format, Reader<T> reader) throws IOException {
    SummedInput summed = new SummedInput(in, BUFFER);
    DataInputStream data = new DataInputStream(summed);
    try {
      if (data.readInt() != MAGIC) {
        throw new UnusableSnapshotException("This is no snapshot of an index.");
      }
      expect("format", format, data.readUTF());
      T body = reader.read(data);
      long found = summed.checksum();
      if (data.readLong() != found) {
        throw new UnusableSnapshotException("The snapshot is damaged: its checksum is wrong.");
      }
      return body;
    } catch (EOFException | UTFDataFormatException e) {
      throw new UnusableSnapshotException("The snapshot is damaged or cut short.", e);
    } catch (IndexOutOfBoundsException | NegativeArraySizeException | IllegalArgumentException e) {
      throw new UnusableSnapshotException("The snapshot is damaged: it contradicts itself.", e);
    }
  }

  /** Writes an id of any length: its bytes in UTF-8 after their number. */
  public static void writeId(DataOutputStream body, String id) throws IOException {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    body.writeInt(bytes.length);
    body.write(bytes);
  }

  /** Reads what {@link #writeId} wrote. */
  public static String readId(DataInputStream body) throws IOException {
    int length = body.readInt();
    if (length <= USUAL_ID) {
      byte[] bytes = new byte[length];
      body.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
    byte[] bytes = body.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void expect(String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw new UnusableSnapshotException(
          "The snapshot is of another %s: wanted '%s', found '%s'.".formatted(what, wanted, found));
    }
  }
}
