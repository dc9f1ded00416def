package dev.cairn.storage.backup;

import dev.cairn.backup.BackupEntry;
import dev.cairn.backup.BackupHeader;
import dev.cairn.backup.BackupSummary;
import dev.cairn.backup.BackupWriter;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonWriter;
import dev.cairn.store.Attribution;
import dev.cairn.store.Payload;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes one archive. Not thread-safe. */
final class ArchiveWriter implements BackupWriter {
  static final int KEPT = 0;
  static final int KEPT_WITH_ORIGIN = 1;
  static final int REMOVED = 2;

  private static final int BLOCK_BYTES = 1 << 20;

  private final BlockOutput blocks;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(BLOCK_BYTES * 2);
  private final DataOutputStream block = new DataOutputStream(bytes);

  ArchiveWriter(BlockOutput blocks, BackupHeader header) throws IOException {
    this.blocks = blocks;
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", header.id())
            .put("namespace", header.namespace())
            .put("version", header.version().position())
            .put("at", header.at().toString());
    header.base().ifPresent(base -> json.put("base", base));
    blocks.write(BlockType.HEADER, utf8(json.build()));
  }

  @Override
  public void add(BackupEntry entry) throws IOException {
    switch (entry) {
      case BackupEntry.Kept kept -> add(kept);
      case BackupEntry.Removed removed -> {
        block.writeByte(REMOVED);
        addId(removed);
      }
    }
    if (bytes.size() >= BLOCK_BYTES) {
      endBlock();
    }
  }

  private void add(BackupEntry.Kept kept) throws IOException {
    block.writeByte(kept.origin().isPresent() ? KEPT_WITH_ORIGIN : KEPT);
    addId(kept);
    block.writeLong(kept.record().version().position());
    if (kept.origin().isPresent()) {
      Attribution origin = kept.origin().get();
      addText(origin.author().instance());
      addText(origin.author().principal());
      block.writeLong(origin.at().toEpochMilli());
    }
    Payload payload = kept.record().payload();
    byte[] content = payload.read(shared -> shared);
    block.writeInt(content.length);
    block.write(content);
  }

  private void addId(BackupEntry entry) throws IOException {
    addText(entry.id().kind());
    addText(entry.id().partition());
    addText(entry.id().id());
  }

  private void addText(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    block.writeShort(utf8.length);
    block.write(utf8);
  }

  private void endBlock() throws IOException {
    if (bytes.size() > 0) {
      blocks.write(BlockType.ENTRIES, bytes.toByteArray());
      bytes.reset();
    }
  }

  @Override
  public void finish(BackupSummary summary) throws IOException {
    endBlock();
    JsonObject.Builder kinds = JsonObject.builder();
    summary
        .kinds()
        .forEach(
            (kind, count) ->
                kinds.put(
                    kind,
                    JsonObject.builder()
                        .put("records", count.records())
                        .put("bytes", count.payloadBytes())
                        .build()));
    blocks.write(
        BlockType.SUMMARY,
        utf8(
            JsonObject.builder()
                .put("kept", summary.kept())
                .put("removed", summary.removed())
                .put("sum", summary.sum())
                .put("kinds", kinds.build())
                .build()));
  }

  private static byte[] utf8(JsonObject json) {
    return JsonWriter.write(json, JsonStyle.MINIFIED).getBytes(StandardCharsets.UTF_8);
  }
}
