package dev.cairn.backup;

import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonStyle;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordSnapshot;
import dev.cairn.store.RecordStore;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes backups of a namespace while others write: each shows one version of the store, byte for
 * byte. Memory grows with the changes that the log holds, not with the records.
 *
 * <p>Each backup is noted in the store itself, as a record of kind {@value #KIND}: a later
 * incremental one thereby knows that its base is of this store. Thread-safe.
 */
public final class Backup {
  public static final String KIND = "backup";

  private static final PlainJsonCodec CODEC = new PlainJsonCodec(JsonStyle.MINIFIED);

  private final RecordStore store;
  private final String namespace;
  private final Author author;
  private final BackupFormat format;
  private final InstantSource clock;

  public Backup(
      RecordStore store,
      String namespace,
      Author author,
      BackupFormat format,
      InstantSource clock) {
    this.store = store;
    this.namespace = namespace;
    this.author = author;
    this.format = format;
    this.clock = clock;
  }

  /** A backup that was made. */
  public record Made(String name, BackupHeader header, BackupSummary summary) {}

  /** Is told how far a backup or its restoration is; may throw to stop it. */
  @FunctionalInterface
  public interface Listener {
    void progress(long done, long total);
  }

  /**
   * Backs up every record of the namespace.
   *
   * @throws BackupException if the name is taken
   */
  public Made full(BackupLocation location, String name, Listener listener) throws IOException {
    return make(location, Optional.empty(), name, listener);
  }

  /**
   * Backs up what changed since {@code base}.
   *
   * @throws BackupException if the name is taken, the base is not of this store, or the change log
   *     does not reach back to it
   */
  public Made incremental(
      BackupLocation location, BackupHeader base, String name, Listener listener)
      throws IOException {
    if (store.get(noteId(base.id())).isEmpty()) {
      throw new BackupException(
          "Backup %s was not made of namespace '%s' of this store, so nothing can build on it. Make a full backup."
              .formatted(base.id(), namespace));
    }
    return make(location, Optional.of(base), name, listener);
  }

  private Made make(
      BackupLocation location, Optional<BackupHeader> base, String name, Listener listener)
      throws IOException {
    try (RecordSnapshot snapshot = store.snapshot()) {
      Version after = base.map(BackupHeader::version).orElse(Version.NONE);
      ChangedRecords changed = ChangedRecords.read(store, namespace, after, snapshot.version());
      if (base.isPresent() && !changed.complete()) {
        throw new BackupException(
            "The change log does not reach back to version %s of the last backup, so nothing can build on it. Make a full backup, and keep more of the log ('retainedChanges')."
                .formatted(after));
      }
      BackupHeader header =
          new BackupHeader(
              UUID.randomUUID().toString(),
              base.map(BackupHeader::id),
              namespace,
              snapshot.version(),
              clock.instant());
      try (BackupRun run = new BackupRun(header, snapshot, changed, listener)) {
        location.write(name, out -> run.write(format.write(out, header)));
        note(header, name);
        return new Made(name, header, run.summary());
      }
    }
  }

  private void note(BackupHeader header, String name) {
    JsonObject.Builder note =
        JsonObject.builder()
            .put("id", header.id())
            .put("name", name)
            .put("version", header.version().position())
            .put("at", header.at().toString());
    header.base().ifPresent(base -> note.put("base", base));
    CommitResult result =
        store.commit(
            WriteBatch.by(author)
                .put(noteId(header.id()), CODEC.encode(KIND, note.build()))
                .build());
    if (!(result instanceof CommitResult.Committed)) {
      throw new StorageException(
          "Backup '%s' was made, but the store could not note it: %s. It can be restored, but nothing can build on it."
              .formatted(name, result));
    }
  }

  private RecordId noteId(String backupId) {
    return new RecordId(namespace, KIND, KIND, backupId);
  }
}
