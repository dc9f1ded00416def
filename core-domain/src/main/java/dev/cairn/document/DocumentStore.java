package dev.cairn.document;

import static java.util.Objects.requireNonNull;

import dev.cairn.cache.CachedDocument;
import dev.cairn.cache.RecordCache;
import dev.cairn.codec.BinaryPayload;
import dev.cairn.codec.RecordCodec;
import dev.cairn.json.JsonObject;
import dev.cairn.store.Author;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Erased;
import dev.cairn.store.Page;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.RecordStore;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import dev.cairn.store.WriteBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The documents of one namespace: encodes what is written, decodes and caches what is read.
 *
 * <p>A write by this store is seen by its next read. A write by another process that shares the
 * record store is seen at the latest {@link #maxStaleness} after its commit, since reads follow the
 * change log that often. Thread-safe; calls block.
 */
public final class DocumentStore {
  private static final int CHANGES_AT_ONCE = 1_000;

  private final String namespace;
  private final RecordStore records;
  private final RecordCodec codec;
  private final RecordCache cache;
  private final Author author;
  private final Duration maxStaleness;
  private final CacheForm cacheForm;
  private final LongSupplier nanoClock;
  private final ReentrantLock following = new ReentrantLock();
  private final AtomicLong followedAt;
  private volatile Version followed;

  /**
   * A write of unknown outcome may happen after it was given up and its ids were dropped from the
   * cache: from the first such write on, this store's own changes are followed, too.
   */
  private volatile boolean followsOwn;

  /** A store that keeps documents expanded in its cache. */
  public DocumentStore(
      String namespace,
      RecordStore records,
      RecordCodec codec,
      RecordCache cache,
      Author author,
      Duration maxStaleness,
      LongSupplier nanoClock) {
    this(namespace, records, codec, cache, author, maxStaleness, CacheForm.EXPANDED, nanoClock);
  }

  /**
   * @param maxStaleness how long a cached document may be served after another process changed it;
   *     zero asks the store at every read
   * @param nanoClock a monotonic clock in nanoseconds, such as {@code System::nanoTime}
   */
  public DocumentStore(
      String namespace,
      RecordStore records,
      RecordCodec codec,
      RecordCache cache,
      Author author,
      Duration maxStaleness,
      CacheForm cacheForm,
      LongSupplier nanoClock) {
    this.namespace = requireNonNull(namespace, "namespace");
    this.records = requireNonNull(records, "records");
    this.codec = requireNonNull(codec, "codec");
    this.cache = requireNonNull(cache, "cache");
    this.author = requireNonNull(author, "author");
    this.maxStaleness = maxStaleness;
    this.cacheForm = cacheForm;
    this.nanoClock = nanoClock;
    this.followedAt = new AtomicLong(nanoClock.getAsLong());
    this.followed = records.latest();
  }

  public String namespace() {
    return namespace;
  }

  public Author author() {
    return author;
  }

  public RecordCodec codec() {
    return codec;
  }

  public RecordStore records() {
    return records;
  }

  public Duration maxStaleness() {
    return maxStaleness;
  }

  public RecordId id(String kind, String partition, String id) {
    return new RecordId(namespace, kind, partition, id);
  }

  /** The document with this id, from the cache if it is there. */
  public Optional<StoredDocument> get(RecordId id) {
    followIfDue();
    Optional<CachedDocument> cached = cache.get(id);
    if (cached.isPresent()) {
      return Optional.of(expand(id, cached.get()));
    }
    long stamp = cache.stamp(id);
    return records.get(id).map(record -> load(record, stamp));
  }

  /** The document with this id as the record store has it at this moment, past the cache. */
  public Optional<StoredDocument> getFresh(RecordId id) {
    return records.get(id).map(this::decode);
  }

  /**
   * The documents with these ids as the record store has them at this moment, in the same order.
   */
  public List<Optional<StoredDocument>> getAllFresh(List<RecordId> ids) {
    return records.getAll(ids).stream().map(found -> found.map(this::decode)).toList();
  }

  private StoredDocument expand(RecordId id, CachedDocument cached) {
    JsonObject document =
        switch (cached.form()) {
          case CachedDocument.Form.Expanded expanded -> expanded.document();
          case CachedDocument.Form.Compressed compressed -> codec.decode(compressed.payload());
        };
    return new StoredDocument(id, cached.version(), document);
  }

  private StoredDocument load(Record record, long stamp) {
    StoredDocument loaded = decode(record);
    CachedDocument.Form form =
        switch (cacheForm) {
          case EXPANDED -> new CachedDocument.Form.Expanded(loaded.document());
          case COMPRESSED -> new CachedDocument.Form.Compressed(record.payload());
        };
    cache.put(
        record.id(), new CachedDocument(record.version(), form, record.payload().size()), stamp);
    return loaded;
  }

  private StoredDocument decode(Record record) {
    return new StoredDocument(record.id(), record.version(), codec.decode(record.payload()));
  }

  /** A page of documents; see {@link RecordStore#scan}. Scans neither use nor fill the cache. */
  public Page<StoredDocument> scan(Scan scan) {
    return records.scan(scan).map(this::decode);
  }

  /** All documents of a scan, page after page, in order. */
  public List<StoredDocument> scanAll(Scan scan) {
    List<StoredDocument> all = new ArrayList<>();
    Page<StoredDocument> page = scan(scan);
    all.addAll(page.items());
    while (page.next().isPresent()) {
      page = scan(scan.withAfter(page.next().get()));
      all.addAll(page.items());
    }
    return all;
  }

  /**
   * Whether the records of a kind are documents, not {@linkplain BinaryPayload binary}. The first
   * one says it for all; a kind without records is taken for one of documents.
   */
  public boolean holdsDocuments(String kind) {
    Page<Record> first = records.scan(Scan.of(namespace, kind).withLimit(1));
    return first.items().isEmpty() || !BinaryPayload.is(first.items().getFirst().payload());
  }

  /** A document as it is written now, for a batch of one's own. */
  public Payload encode(String kind, JsonObject document) {
    followIfDue(); // else one that only writes never learns that a format was given up
    return codec.encode(kind, document);
  }

  /** Writes documents in one atomic batch. */
  public CommitResult commit(List<DocumentWrite> writes) {
    WriteBatch.Builder batch = WriteBatch.by(author);
    for (DocumentWrite write : writes) {
      switch (write) {
        case DocumentWrite.Put put -> {
          Payload payload = encode(put.id().kind(), put.document());
          batch.put(put.id(), payload, put.expectation());
        }
        case DocumentWrite.Delete delete -> batch.delete(delete.id(), delete.expectation());
      }
    }
    return commit(batch.build());
  }

  /** Writes payloads that are encoded already, in one atomic batch. */
  public CommitResult commit(WriteBatch batch) {
    boolean known = false;
    try {
      CommitResult result = records.commit(batch);
      known = !(result instanceof CommitResult.Unknown);
      return result;
    } finally {
      if (!known) {
        followsOwn = true;
      }
      batch.writes().forEach(write -> cache.invalidate(write.id()));
    }
  }

  /** Removes a partition with its traces, in the cache too; see {@link RecordStore#erase}. */
  public Erased erase(String partition, Consumer<Record> witness) {
    try {
      return records.erase(namespace, partition, witness);
    } finally {
      forgetCached();
    }
  }

  /** Drops everything from the cache, as after many records were written past this store. */
  public void forgetCached() {
    codec.changed();
    cache.invalidateAll();
  }

  private void followIfDue() {
    if (isFollowDue()) {
      following.lock();
      try {
        if (isFollowDue()) {
          follow();
        }
      } finally {
        following.unlock();
      }
    }
  }

  private boolean isFollowDue() {
    return nanoClock.getAsLong() - followedAt.get() >= maxStaleness.toNanos();
  }

  /** Drops from the cache what others have changed since the last call. */
  public void follow() {
    following.lock();
    try {
      long now = nanoClock.getAsLong();
      ChangePage page;
      do {
        page = records.changes(namespace, followed, CHANGES_AT_ONCE);
        if (page.gap()) {
          codec.changed();
          cache.invalidateAll();
        }
        for (Change change : page.changes()) {
          if (followsOwn || !change.author().instance().equals(author.instance())) {
            codec.changed(change.id());
            cache.invalidate(change.id());
          }
        }
        followed = page.next();
      } while (page.more());
      followedAt.set(now);
    } finally {
      following.unlock();
    }
  }
}
