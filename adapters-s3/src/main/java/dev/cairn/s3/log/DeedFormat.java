package dev.cairn.s3.log;

import dev.cairn.lock.Fence;
import dev.cairn.store.Attribution;
import dev.cairn.store.Author;
import dev.cairn.store.Expectation;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bytes of what an entry does. */
final class DeedFormat {
  private static final int BATCHES = 1;
  private static final int ERASURE = 2;
  private static final int FREEZE = 3;
  private static final int THAW = 4;
  private static final int ADVANCE = 5;
  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final int PUT_ATTRIBUTED = 3;
  private static final int ANY = 0;
  private static final int ABSENT = 1;
  private static final int AT_VERSION = 2;
  private static final int FENCED = 1;

  private DeedFormat() {}

  static byte[] encode(Deed deed) {
    BinaryWriter out = new BinaryWriter();
    switch (deed) {
      case Deed.Batches batches -> {
        out.u8(BATCHES).varint(batches.batches().size());
        batches.batches().forEach(batch -> encode(out, batch));
      }
      case Deed.Erasure erasure ->
          out.u8(ERASURE).text(erasure.namespace()).text(erasure.partition());
      case Deed.Freeze freeze -> out.u8(freeze.frozen() ? FREEZE : THAW).text(freeze.by());
      case Deed.Advance advance -> out.u8(ADVANCE).varint(advance.version().position());
    }
    return out.toBytes();
  }

  private static void encode(BinaryWriter out, WriteBatch batch) {
    out.text(batch.author().instance()).text(batch.author().principal());
    out.u8(batch.fence().isPresent() ? FENCED : 0);
    batch.fence().ifPresent(fence -> out.text(fence.name()).varint(fence.token()));
    out.varint(batch.writes().size());
    batch.writes().forEach(write -> encode(out, write));
  }

  private static void encode(BinaryWriter out, Write write) {
    out.u8(type(write)).id(write.id());
    switch (write.expectation()) {
      case Expectation.Any ignored -> out.u8(ANY);
      case Expectation.Absent ignored -> out.u8(ABSENT);
      case Expectation.AtVersion at -> out.u8(AT_VERSION).varint(at.version().position());
    }
    if (write instanceof Write.Put put) {
      out.payload(put.payload());
      put.attribution()
          .ifPresent(
              attribution ->
                  out.text(attribution.author().instance())
                      .text(attribution.author().principal())
                      .u64(attribution.at().toEpochMilli()));
    }
  }

  private static int type(Write write) {
    return switch (write) {
      case Write.Put put -> put.attribution().isPresent() ? PUT_ATTRIBUTED : PUT;
      case Write.Delete ignored -> DELETE;
    };
  }

  /**
   * @throws IllegalArgumentException if the bytes are no deed
   */
  static Deed decode(byte[] bytes) {
    BinaryReader in = new BinaryReader(bytes);
    int kind = in.u8();
    Deed deed =
        switch (kind) {
          case BATCHES -> new Deed.Batches(batches(in));
          case ERASURE -> new Deed.Erasure(in.text(), in.text());
          case FREEZE -> new Deed.Freeze(true, in.text());
          case THAW -> new Deed.Freeze(false, in.text());
          case ADVANCE -> new Deed.Advance(new Version(in.varint()));
          default -> throw new IllegalArgumentException("no deed has kind " + kind);
        };
    if (in.remaining() != 0) {
      throw new IllegalArgumentException("bytes are left over");
    }
    return deed;
  }

  private static List<WriteBatch> batches(BinaryReader in) {
    List<WriteBatch> batches = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      Author author = new Author(in.text(), in.text());
      Optional<Fence> fence = fence(in);
      List<Write> writes = new ArrayList<>();
      for (int more = in.count(); more > 0; more--) {
        writes.add(write(in));
      }
      batches.add(new WriteBatch(writes, author, fence));
    }
    return batches;
  }

  private static Optional<Fence> fence(BinaryReader in) {
    int tag = in.u8();
    return switch (tag) {
      case 0 -> Optional.empty();
      case FENCED -> Optional.of(new Fence(in.text(), in.varint()));
      default -> throw new IllegalArgumentException("no batch has tag " + tag);
    };
  }

  private static Write write(BinaryReader in) {
    int type = in.u8();
    RecordId id = in.id();
    int tag = in.u8();
    Expectation expectation =
        switch (tag) {
          case ANY -> Expectation.ANY;
          case ABSENT -> Expectation.ABSENT;
          case AT_VERSION -> Expectation.version(new Version(in.varint()));
          default -> throw new IllegalArgumentException("no expectation has tag " + tag);
        };
    return switch (type) {
      case PUT -> new Write.Put(id, in.payload(), expectation, Optional.empty());
      case PUT_ATTRIBUTED -> {
        Payload payload = in.payload();
        Author author = new Author(in.text(), in.text());
        Attribution attribution = new Attribution(author, Instant.ofEpochMilli(in.u64()));
        yield new Write.Put(id, payload, expectation, Optional.of(attribution));
      }
      case DELETE -> new Write.Delete(id, expectation);
      default -> throw new IllegalArgumentException("no write has type " + type);
    };
  }
}
