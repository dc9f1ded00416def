package dev.cairn.storage.backup;

import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupHeader;
import dev.cairn.backup.BackupReader;
import dev.cairn.backup.BackupSummary;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Attribution;
import dev.cairn.store.Author;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one archive. Not thread-safe. */
final class ArchiveReader implements BackupReader {
  private static final int UNSIGNED_SHORT = 0xFFFF;

  private final BlockInput blocks;
  private final BackupHeader header;
  private ByteBuffer entries = ByteBuffer.allocate(0);
  private @Nullable BackupSummary summary;

  ArchiveReader(BlockInput blocks) throws IOException {
    this.blocks = blocks;
    BlockInput.Block first = blocks.read();
    if (first.type() != BlockType.HEADER) {
      throw BlockInput.damaged("it does not start with a header");
    }
    this.header = checked("its header", () -> header(json(first)));
  }

  /** Makes a value of what a block says; a block that says something else is damaged. */
  private static <T> T checked(String part, Supplier<T> value) {
    try {
      return value.get();
    } catch (JsonException
        | ClassCastException
        | NoSuchElementException
        | ArithmeticException
        | DateTimeException
        | BufferUnderflowException
        | IllegalArgumentException wrong) {
      throw BlockInput.damaged(part + " is wrong", wrong);
    }
  }

  private static JsonObject json(BlockInput.Block block) {
    return (JsonObject) JsonValue.parse(new String(block.bytes(), StandardCharsets.UTF_8));
  }

  private static BackupHeader header(JsonObject json) {
    return new BackupHeader(
        text(json, "id"),
        json.find("base").map(base -> ((JsonString) base).value()),
        text(json, "namespace"),
        new Version(number(json, "version")),
        Instant.parse(text(json, "at")));
  }

  private static String text(JsonObject json, String name) {
    return ((JsonString) json.find(name).orElseThrow()).value();
  }

  private static long number(JsonObject json, String name) {
    return ((JsonNumber) json.find(name).orElseThrow()).decimalValue().longValueExact();
  }

  @Override
  public BackupHeader header() {
    return header;
  }

  @Override
  public Optional<BackupEntry> next() throws IOException {
    while (!entries.hasRemaining()) {
      if (summary != null) {
        return Optional.empty();
      }
      BlockInput.Block block = blocks.read();
      switch (block.type()) {
        case ENTRIES -> entries = ByteBuffer.wrap(block.bytes());
        case SUMMARY -> {
          summary = checked("its summary", () -> summary(json(block)));
          blocks.requireEnd();
        }
        case HEADER -> throw BlockInput.damaged("it has two headers");
      }
    }
    return Optional.of(checked("an entry", this::entry));
  }

  private BackupEntry entry() {
    int type = entries.get();
    RecordId id = new RecordId(header.namespace(), text(), text(), text());
    return switch (type) {
      case ArchiveWriter.REMOVED -> new BackupEntry.Removed(id);
      case ArchiveWriter.KEPT -> {
        Version version = new Version(entries.getLong());
        yield new BackupEntry.Kept(new Record(id, version, payload()), Optional.empty());
      }
      case ArchiveWriter.KEPT_WITH_ORIGIN -> {
        Version version = new Version(entries.getLong());
        Author author = new Author(text(), text());
        Attribution origin = new Attribution(author, Instant.ofEpochMilli(entries.getLong()));
        yield new BackupEntry.Kept(new Record(id, version, payload()), Optional.of(origin));
      }
      default -> throw new IllegalArgumentException("type " + type);
    };
  }

  private String text() {
    byte[] utf8 = new byte[entries.getShort() & UNSIGNED_SHORT];
    entries.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private Payload payload() {
    int length = entries.getInt();
    if (length < 0 || length > entries.remaining()) {
      throw new IllegalArgumentException("length " + length);
    }
    byte[] bytes = new byte[length];
    entries.get(bytes);
    return Payload.wrap(bytes);
  }

  private static BackupSummary summary(JsonObject json) {
    Map<String, StoreStatistics.Count> kinds = new TreeMap<>();
    JsonObject found = (JsonObject) json.find("kinds").orElseThrow();
    for (int i = 0; i < found.size(); i++) {
      JsonObject count = (JsonObject) found.value(i);
      kinds.put(
          found.name(i),
          new StoreStatistics.Count(number(count, "records"), number(count, "bytes")));
    }
    return new BackupSummary(
        number(json, "kept"), number(json, "removed"), text(json, "sum"), kinds);
  }

  @Override
  public BackupSummary summary() {
    if (summary == null) {
      throw new IllegalStateException("The backup was not read to its end yet.");
    }
    return summary;
  }
}
