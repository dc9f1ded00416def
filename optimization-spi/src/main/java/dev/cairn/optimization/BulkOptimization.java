package dev.cairn.optimization;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.RecordCodec;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.document.DocumentStore;
import dev.cairn.lock.Lease;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rewrites the records of a namespace in another format, without changing what they say.
 *
 * <p>Safe beside writers: a record is only replaced if it is still the one that was read.
 * Resumable: records in the wanted format are left alone, so a run that was stopped goes on by
 * running again. Not thread-safe; use one for each run.
 */
public final class BulkOptimization {
  private static final int PAGE = 1_000;

  private final DocumentStore documents;
  private final RecordCodec target;
  private final boolean dryRun;
  private final Listener listener;
  private Progress progress = new Progress(0, 0, 0, 0, 0, 0, 0);
  private Optional<String> left = Optional.empty();
  private Optional<Lease> lease = Optional.empty();

  /** Is told how a run goes, on the thread that runs it; may throw to stop it. */
  @FunctionalInterface
  public interface Listener {
    /** A page of records is done. */
    void progress(Progress soFar);

    /**
     * A record was looked at.
     *
     * @param bytesBefore the size of its payload
     * @param bytesAfter what it is (would be) afterwards
     */
    default void looked(RecordId id, long bytesBefore, long bytesAfter) {}
  }

  /**
   * How far a run is.
   *
   * @param done records looked at
   * @param total records to look at, as counted at the start
   * @param rewritten records that are (in a dry run: would be) rewritten
   * @param contended records that someone else changed meanwhile and that were left to them
   * @param unreadable records whose payload could not be read and that were left as they are
   * @param bytesBefore payload bytes of the records looked at
   * @param bytesAfter what these are (would be) afterwards
   */
  public record Progress(
      long done,
      long total,
      long rewritten,
      long contended,
      long unreadable,
      long bytesBefore,
      long bytesAfter) {

    Progress plus(Outcome outcome, long before, long after) {
      return new Progress(
          done + 1,
          total,
          rewritten + (outcome == Outcome.REWRITTEN ? 1 : 0),
          contended + (outcome == Outcome.CONTENDED ? 1 : 0),
          unreadable + (outcome == Outcome.UNREADABLE ? 1 : 0),
          bytesBefore + before,
          bytesAfter + after);
    }
  }

  private enum Outcome {
    REWRITTEN,
    CURRENT,
    CONTENDED,
    UNREADABLE
  }

  private record Rewrite(Record record, Payload payload) {}

  /**
   * @param target what encodes the records anew
   * @param dryRun whether to count only, and write nothing
   * @param listener told how it goes
   */
  public BulkOptimization(
      DocumentStore documents, RecordCodec target, boolean dryRun, Listener listener) {
    this.documents = documents;
    this.target = target;
    this.dryRun = dryRun;
    this.listener = listener;
  }

  /** Writes under a lease: once another process has taken it over, the run fails. */
  public BulkOptimization under(Lease held) {
    lease = Optional.of(held);
    return this;
  }

  /** Rewrites everything but manifests and the records of one user. */
  Progress everythingBut(String userId) {
    left = Optional.of(userId);
    return everything();
  }

  /** Rewrites everything but manifests and what is no document. */
  public Progress everything() {
    Map<String, StoreStatistics.Count> kinds = kinds();
    expect(kinds.values().stream().mapToLong(StoreStatistics.Count::records).sum());
    kinds.keySet().forEach(kind -> rewrite(Scan.of(documents.namespace(), kind)));
    return progress;
  }

  /** Rewrites the records of one user: the partition of that name, of every kind. */
  public Progress user(String userId) {
    Map<String, StoreStatistics.Count> kinds = kinds();
    expect(kinds.keySet().stream().mapToLong(kind -> count(kind, userId)).sum());
    kinds.keySet().forEach(kind -> rewrite(Scan.of(documents.namespace(), kind, userId)));
    return progress;
  }

  private Map<String, StoreStatistics.Count> kinds() {
    Map<String, StoreStatistics.Count> kinds =
        new TreeMap<>(documents.records().statistics(documents.namespace()).kinds());
    kinds.remove(StoredManifestRegistry.KIND);
    kinds.keySet().removeIf(kind -> !documents.holdsDocuments(kind));
    return kinds;
  }

  private long count(String kind, String partition) {
    Optional<Cursor> after = Optional.empty();
    do {
      Page<PartitionCount> page =
          documents.records().partitions(documents.namespace(), kind, after, Scan.MAX_LIMIT);
      for (PartitionCount each : page.items()) {
        if (each.partition().equals(partition)) {
          return each.count().records();
        }
      }
      after = page.next();
    } while (after.isPresent());
    return 0;
  }

  private void expect(long total) {
    progress = new Progress(0, total, 0, 0, 0, 0, 0);
    if (!dryRun && lease.isPresent()) {
      // From now on nobody who held it before can write.
      commit(List.of());
    }
  }

  private void rewrite(Scan scan) {
    Optional<Cursor> after = Optional.empty();
    do {
      Scan next = scan.withLimit(PAGE);
      Page<Record> page =
          documents.records().scan(after.isPresent() ? next.withAfter(after.get()) : next);
      rewrite(page.items());
      listener.progress(progress);
      after = page.next();
    } while (after.isPresent());
  }

  private void rewrite(List<Record> records) {
    List<Rewrite> rewrites = new ArrayList<>();
    for (Record record : records) {
      if (left.filter(record.id().partition()::equals).isPresent()) {
        continue;
      }
      Optional<Payload> payload = encodeAnew(record);
      if (payload.isPresent() && !payload.get().equals(record.payload())) {
        rewrites.add(new Rewrite(record, payload.get()));
      } else {
        int size = record.payload().size();
        Outcome outcome = payload.isPresent() ? Outcome.CURRENT : Outcome.UNREADABLE;
        count(record.id(), outcome, size, size);
      }
    }
    if (dryRun || rewrites.isEmpty() || commit(rewrites) instanceof CommitResult.Committed) {
      rewrites.forEach(rewrite -> count(Outcome.REWRITTEN, rewrite));
    } else {
      rewrites.forEach(this::rewriteAlone);
    }
  }

  private Optional<Payload> encodeAnew(Record record) {
    String kind = record.id().kind();
    if (target.isCurrent(kind, record.payload())) {
      return Optional.of(record.payload());
    }
    try {
      return Optional.of(target.encode(kind, documents.codec().decode(record.payload())));
    } catch (CorruptRecordException | UnknownFormatException unreadable) {
      return Optional.empty();
    }
  }

  private void rewriteAlone(Rewrite rewrite) {
    CommitResult result = commit(List.of(rewrite));
    count(
        result instanceof CommitResult.Committed ? Outcome.REWRITTEN : Outcome.CONTENDED, rewrite);
  }

  private CommitResult commit(List<Rewrite> rewrites) {
    WriteBatch.Builder batch = WriteBatch.by(documents.author().rewriting());
    lease.ifPresent(batch::under);
    for (Rewrite rewrite : rewrites) {
      RecordId id = rewrite.record().id();
      batch.put(id, rewrite.payload(), Expectation.version(rewrite.record().version()));
    }
    CommitResult result = documents.commit(batch.build());
    if (result instanceof CommitResult.Unknown unknown) {
      throw new StorageException(
          "It is not known whether %d records were rewritten: %s. Nothing is lost: run again to go on."
              .formatted(rewrites.size(), unknown.reason()));
    }
    return result;
  }

  private void count(Outcome outcome, Rewrite rewrite) {
    int before = rewrite.record().payload().size();
    int after = outcome == Outcome.REWRITTEN ? rewrite.payload().size() : before;
    count(rewrite.record().id(), outcome, before, after);
  }

  private void count(RecordId id, Outcome outcome, long before, long after) {
    progress = progress.plus(outcome, before, after);
    listener.looked(id, before, after);
  }
}
