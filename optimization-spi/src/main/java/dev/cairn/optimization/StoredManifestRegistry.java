package dev.cairn.optimization;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.PlainJsonCodec;
import dev.cairn.json.JsonStyle;
import dev.cairn.store.Author;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps manifests beside the records that they describe, as plain JSON records of kind {@value
 * #KIND} in the same namespace. Thread-safe.
 */
public final class StoredManifestRegistry implements ManifestRegistry {
  public static final String KIND = "manifest";

  private final RecordStore store;
  private final String namespace;
  private final Author author;
  private final PlainJsonCodec codec = new PlainJsonCodec(JsonStyle.MINIFIED);
  private final Map<ManifestId, Manifest> known = new ConcurrentHashMap<>();

  public StoredManifestRegistry(RecordStore store, String namespace, Author author) {
    this.store = store;
    this.namespace = namespace;
    this.author = author;
  }

  @Override
  public Optional<Manifest> find(ManifestId id) {
    Manifest found = known.get(id);
    if (found != null) {
      return Optional.of(found);
    }
    Optional<Manifest> stored = store.get(recordId(id)).map(this::read);
    stored.ifPresent(manifest -> known.put(id, manifest));
    return stored;
  }

  @Override
  public void save(Manifest manifest) {
    ManifestId id = manifest.id();
    WriteBatch batch =
        WriteBatch.by(author)
            .put(recordId(id), codec.encode(KIND, manifest.toJson()), Expectation.ABSENT)
            .build();
    if (!(store.commit(batch) instanceof CommitResult.Committed)) {
      requireSaved(id, manifest);
    }
    known.put(id, manifest);
  }

  /** Someone else may have saved it first, and a commit of unknown outcome may have happened. */
  private void requireSaved(ManifestId id, Manifest manifest) {
    Optional<Manifest> stored = find(id);
    if (stored.isEmpty()) {
      throw new StorageException(
          "It is not known whether manifest %s, which new records need, was saved. No record names it yet: try again."
              .formatted(id));
    }
    if (!stored.get().equals(manifest)) {
      throw new StorageException(
          "Someone else has just saved another manifest with the id %s. No record of this one was written: try again."
              .formatted(id));
    }
  }

  @Override
  public void remove(ManifestId id) {
    WriteBatch batch = WriteBatch.by(author).delete(recordId(id)).build();
    if (store.commit(batch) instanceof CommitResult.Unknown unknown) {
      throw new StorageException(
          "It is not known whether manifest %s was removed: %s. Try again."
              .formatted(id, unknown.reason()));
    }
    known.remove(id);
  }

  @Override
  public void changed() {
    known.clear();
  }

  @Override
  public List<Manifest> all() {
    List<Record> records = new ArrayList<>();
    Scan scan = Scan.of(namespace, KIND);
    Page<Record> page = store.scan(scan);
    records.addAll(page.items());
    while (page.next().isPresent()) {
      Cursor after = page.next().get();
      page = store.scan(scan.withAfter(after));
      records.addAll(page.items());
    }
    return records.stream().sorted(Comparator.comparing(Record::version)).map(this::read).toList();
  }

  private Manifest read(Record record) {
    Manifest manifest;
    try {
      manifest = Manifest.ofJson(codec.decode(record.payload()));
    } catch (IllegalArgumentException | CorruptRecordException notAManifest) {
      throw new CorruptRecordException(damaged(record), notAManifest);
    }
    if (!manifest.id().toString().equals(record.id().id())) {
      throw new CorruptRecordException(damaged(record));
    }
    return manifest;
  }

  private String damaged(Record record) {
    return "Manifest %s of namespace '%s' is damaged, so the records that it wrote cannot be read. Restore it from a backup."
        .formatted(record.id().id(), namespace);
  }

  private RecordId recordId(ManifestId id) {
    return new RecordId(namespace, KIND, "", id.toString());
  }
}
