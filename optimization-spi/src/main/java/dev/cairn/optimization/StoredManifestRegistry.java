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
    if (store.commit(batch) instanceof CommitResult.Unknown unknown && find(id).isEmpty()) {
      throw new StorageException(
          "The manifest that new records need could not be saved: %s. Nothing was written; try again."
              .formatted(unknown.reason()));
    }
    known.put(id, manifest);
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
    try {
      Manifest manifest = Manifest.ofJson(codec.decode(record.payload()));
      if (manifest.id().toString().equals(record.id().id())) {
        return manifest;
      }
    } catch (IllegalArgumentException | ArithmeticException notAManifest) {
      // the message below names the record
    }
    throw new CorruptRecordException(
        "Manifest %s of namespace '%s' is damaged, so the records that it wrote cannot be read. Restore it from a backup."
            .formatted(record.id().id(), namespace));
  }

  private RecordId recordId(ManifestId id) {
    return new RecordId(namespace, KIND, "", id.toString());
  }
}
