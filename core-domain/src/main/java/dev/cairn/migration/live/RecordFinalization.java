package dev.cairn.migration.live;

import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deletes from the source what was copied, unless it has changed since. Not thread-safe. */
final class RecordFinalization {
  private static final int MAX_TOLD = 20;

  private final StoreWork work;
  private final MirrorMarks marks;
  private final List<String> changedKeys = new ArrayList<>();
  private long deleted;
  private long changed;

  RecordFinalization(StoreWork work) {
    this.work = work;
    this.marks = new MirrorMarks(work.namespace());
  }

  FinalReport run() {
    Version known = new RecordMirror(work).settle(); // what is of a later one is a straggler's
    MigrationState state = work.state();
    if (state.mirror()) {
      work.commit(state.mirroring(false, state.mirrored(), state.stragglers()));
    }
    Set<RecordId> held = new OpenRecords(work).held();
    long total =
        StoreWork.counts(work.source(), work.namespace()).values().stream()
            .mapToLong(it -> it.records())
            .sum();
    for (String kind : StoreWork.counts(work.source(), work.namespace()).keySet()) {
      Optional<Cursor> after = Optional.empty();
      do {
        Scan scan = Scan.of(work.namespace(), kind).withLimit(work.sizes().page());
        Page<Record> page = work.source().scan(after.map(scan::withAfter).orElse(scan));
        delete(page.items(), held, known);
        work.tell("deleting", deleted + changed, total);
        after = page.next();
      } while (after.isPresent());
    }
    work.commit(
        work.state()
            .to(
                work.step(
                    Phase.CONTRACTED,
                    "%d records deleted, %d had changed and stay".formatted(deleted, changed))));
    if (work.source().namespaces().stream().anyMatch(it -> !it.equals(work.namespace()))) {
      work.thawSource(); // others live there, too
    }
    return new FinalReport(deleted, changed, changedKeys);
  }

  private void delete(List<Record> found, Set<RecordId> held, Version known) {
    Map<RecordId, Write> deletes = new LinkedHashMap<>();
    for (Record record : found) {
      if (record.version().isAfter(known) || held.contains(work.toTarget(record.id()))) {
        stays(record.id());
      } else {
        deletes.put(
            record.id(), new Write.Delete(record.id(), Expectation.version(record.version())));
      }
    }
    while (!deletes.isEmpty()) {
      List<Optional<Record>> before = work.source().getAll(marks.ids());
      List<Write> writes = new ArrayList<>(deletes.values());
      writes.addFirst(marks.write(false, before, known));
      writes.add(marks.write(true, before, known));
      CommitResult result =
          work.inSource(source -> source.commit(new WriteBatch(writes, work.documents().author())));
      switch (result) {
        case CommitResult.Committed ignored -> {
          deleted += deletes.size();
          return;
        }
        case CommitResult.Conflict conflict -> {
          if (deletes.remove(conflict.id()) != null) {
            stays(conflict.id());
          }
        }
        case CommitResult.Unknown unknown ->
            throw new StorageException(
                "It is not known whether the last records were deleted: %s. Run it again to go on."
                    .formatted(unknown.reason()));
      }
    }
  }

  private void stays(RecordId id) {
    changed++;
    if (changedKeys.size() < MAX_TOLD) {
      changedKeys.add(id.kind() + "/" + id.partition() + "/" + id.id());
    }
  }
}
