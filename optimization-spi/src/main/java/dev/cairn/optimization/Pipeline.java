package dev.cairn.optimization;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A manifest with its stages opened. Thread-safe.
 *
 * <p>A payload is {@link #MARK}, the manifest's id, one byte whose bit {@code i} says that stage
 * {@code i} applied, and the body.
 */
final class Pipeline {
  static final byte MARK = (byte) 0xFA;
  static final int HEADER_BYTES = 1 + ManifestId.BYTES + 1;

  private final Manifest manifest;
  private final ManifestId id;
  private final List<Stage> stages;

  Pipeline(Manifest manifest, StageCatalog catalog) {
    this.manifest = manifest;
    this.id = manifest.id();
    List<Stage> opened = new ArrayList<>();
    for (Manifest.StageEntry entry : manifest.stages()) {
      opened.add(catalog.open(entry, id));
    }
    this.stages = List.copyOf(opened);
  }

  Manifest manifest() {
    return manifest;
  }

  ManifestId id() {
    return id;
  }

  /** The payload of a document, with the stages that applied. */
  byte[] encode(JsonObject document, JsonStyle style) {
    int applied = 0;
    JsonValue rewritten = document;
    int at = 0;
    for (; at < stages.size() && stages.get(at) instanceof DocumentStage stage; at++) {
      Optional<JsonValue> next = stage.encode(rewritten);
      if (next.isPresent()) {
        rewritten = next.get();
        applied |= 1 << at;
      }
    }
    if (at == stages.size()) {
      byte[] payload = JsonWriter.writeBytes(rewritten, style, HEADER_BYTES);
      writeHeader(payload, applied);
      return payload;
    }
    byte[] body = JsonWriter.writeBytes(rewritten, style);
    for (; at < stages.size(); at++) {
      Optional<byte[]> next = ((PayloadStage) stages.get(at)).encode(body);
      if (next.isPresent()) {
        body = next.get();
        applied |= 1 << at;
      }
    }
    byte[] payload = new byte[HEADER_BYTES + body.length];
    System.arraycopy(body, 0, payload, HEADER_BYTES, body.length);
    writeHeader(payload, applied);
    return payload;
  }

  private void writeHeader(byte[] payload, int applied) {
    payload[0] = MARK;
    id.write(payload, 1);
    payload[1 + ManifestId.BYTES] = (byte) applied;
  }

  static int applied(byte[] payload) {
    return payload[1 + ManifestId.BYTES] & 0xFF;
  }

  JsonObject decode(byte[] payload) {
    int applied = applied(payload);
    if (applied >= 1 << stages.size()) {
      throw new CorruptRecordException(
          "The record's payload is damaged: it names a stage that manifest %s does not have."
              .formatted(id));
    }
    int at = stages.size() - 1;
    byte[] bytes = payload;
    int offset = HEADER_BYTES;
    for (; at >= 0 && stages.get(at) instanceof PayloadStage stage; at--) {
      if ((applied & 1 << at) != 0) {
        bytes = stage.decode(Arrays.copyOfRange(bytes, offset, bytes.length));
        offset = 0;
      }
    }
    JsonValue value = parse(bytes, offset);
    for (; at >= 0; at--) {
      if ((applied & 1 << at) != 0) {
        value = ((DocumentStage) stages.get(at)).decode(value);
      }
    }
    if (value instanceof JsonObject document) {
      return document;
    }
    throw new CorruptRecordException("The record's payload is damaged: it is not a document.");
  }

  private static JsonValue parse(byte[] bytes, int offset) {
    try {
      return JsonValue.parse(bytes, offset, bytes.length - offset);
    } catch (JsonException damaged) {
      throw new CorruptRecordException(
          "The record's payload is damaged: " + damaged.getMessage(), damaged);
    }
  }

  /** What a document looks like after the first {@code count} stages, all on documents. */
  JsonValue afterDocumentStages(JsonValue document, int count) {
    JsonValue rewritten = document;
    for (int i = 0; i < count; i++) {
      rewritten = ((DocumentStage) stages.get(i)).encode(rewritten).orElse(rewritten);
    }
    return rewritten;
  }

  int documentStages() {
    int count = 0;
    while (count < stages.size() && stages.get(count) instanceof DocumentStage) {
      count++;
    }
    return count;
  }
}
