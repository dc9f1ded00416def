package dev.cairn.migration.live;

import dev.cairn.store.Attribution;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.FreezableStore;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the source current after the cutover. Each batch is written only if what it replaces is
 * what was looked at, and only after every straggler's write before that was kept as a conflict.
 * Not thread-safe.
 */
final class RecordMirror {
  private final StoreWork work;
  private final OpenRecords open;
  private final Stragglers stragglers;
  private final MirrorMarks marks;

  RecordMirror(StoreWork work) {
    this.work = work;
    this.open = new OpenRecords(work);
    this.stragglers = new Stragglers(work, open);
    this.marks = new MirrorMarks(work.namespace());
  }

  /**
   * What is to be written to the source.
   *
   * @param next up to which version of the target that is
   * @param gap whether the target's log does not tell all
   */
  private record Due(
      Map<RecordId, Optional<Attribution>> origins, Version next, boolean gap, boolean more) {}

  /** As {@link Course#isMirrored}. */
  boolean isMirrored() {
    Due due = due(work.state().mirrored());
    return due.origins().isEmpty() && !due.gap() && !due.more() && open.due().isEmpty();
  }

  private Due due(Version after) {
    Map<RecordId, Optional<Attribution>> origins = new LinkedHashMap<>();
    Version next = after;
    boolean gap = false;
    boolean more = true;
    while (more && origins.size() < work.sizes().page()) {
      ChangePage page =
          work.target().changes(work.documents().namespace(), next, work.sizes().page());
      gap |= page.gap();
      for (Change change : page.changes()) {
        if (StoreWork.isCopied(change.id().kind())) {
          StoreWork.note(origins, change);
        }
      }
      next = page.next();
      more = page.more();
    }
    return new Due(origins, next, gap, more);
  }

  /** As {@link Course#drain}. */
  MirrorReport drain() {
    boolean active = work.state().phase() == Phase.ACTIVE;
    if (active) {
      freezeAgain();
    } else if (isMirrored()) {
      return MirrorReport.NOTHING;
    }
    MirrorReport report = work.isHeld() ? MirrorReport.NOTHING : stragglers.settleHeld();
    while (true) {
      if (work.isHeld() && stragglers.isAny()) {
        return report.plus(new MirrorReport(0, 0, 0, 1, 0)); // to be settled when it is thawed
      }
      report = report.plus(watch());
      Due due = due(work.state().mirrored());
      if (due.gap()) {
        if (work.isHeld()) {
          return report.plus(new MirrorReport(0, 0, 0, 1, 0));
        }
        everything();
        continue;
      }
      if (due.origins().isEmpty() && !due.more() && open.due().isEmpty()) {
        return report;
      }
      report = report.plus(write(due).orElse(MirrorReport.NOTHING));
      work.tell("mirroring", report.written() + report.deleted(), 0);
    }
  }

  /** Deals with what stragglers have written so far. */
  private MirrorReport watch() {
    return work.isHeld()
        ? MirrorReport.NOTHING
        : stragglers.settle(() -> due(work.state().mirrored()).origins().keySet());
  }

  /** Deals with what stragglers have written, and tells up to which version of the source. */
  Version settle() {
    watch();
    return stragglers.settled();
  }

  /** A stop while the mirror wrote may have left the source thawed. */
  private void freezeAgain() {
    if (work.isFencedByFreezing() && work.source() instanceof FreezableStore freezable) {
      work.refreshSource();
      freezable.freeze(work.by());
    }
  }

  /** The target's log was cut: all that differs is to be written. */
  private void everything() {
    Version now = work.target().latest();
    RecordWalk walk = new RecordWalk(work);
    Optional<String> place = Optional.of("");
    while (place.isPresent()) {
      RecordWalk.Part part = walk.from(place.get());
      List<Write> writes = new ArrayList<>();
      for (RecordPair pair : part.pairs()) {
        RecordId id = work.toTarget(pair.id());
        if (!pair.isSame() && !open.held().contains(id)) {
          writes.addAll(open.due(id));
        }
      }
      work.keepLease();
      if (!writes.isEmpty()) {
        work.commit(work.state(), List.of(), List.of(), writes);
        open.committed();
      }
      place = part.next();
    }
    MigrationState state = work.state();
    work.commit(state.mirroring(state.mirror(), now, state.stragglers()));
  }

  /** Writes what is due to the source; empty if it changed meanwhile, so that nothing was done. */
  private Optional<MirrorReport> write(Due due) {
    Set<RecordId> ids = new LinkedHashSet<>(due.origins().keySet());
    ids.addAll(open.due());
    ids.removeAll(open.held());
    List<RecordId> targets = List.copyOf(ids);
    List<RecordId> sources = new ArrayList<>(marks.ids());
    targets.forEach(id -> sources.add(work.toSource(id)));
    work.refreshSource();
    List<Optional<Record>> before = work.source().getAll(sources);
    List<Optional<Record>> now = work.target().getAll(targets);
    if (stragglers.isAny()) {
      return Optional.empty();
    }
    List<Write> writes = new ArrayList<>();
    long deleted = 0;
    for (int i = 0; i < targets.size(); i++) {
      RecordId id = sources.get(i + marks.ids().size());
      RecordPair pair = new RecordPair(id, before.get(i + marks.ids().size()), now.get(i));
      if (!pair.isSame()) {
        writes.add(write(pair, due.origins().getOrDefault(targets.get(i), Optional.empty())));
        deleted += pair.target().isEmpty() ? 1 : 0;
      }
    }
    long count = writes.size();
    if (count > 0) {
      writes.addFirst(marks.write(false, before, due.next()));
      writes.add(marks.write(true, before, due.next()));
      if (!committed(writes, due.next())) {
        return Optional.empty();
      }
    }
    List<Write> done = new ArrayList<>();
    targets.forEach(id -> done.addAll(open.close(id)));
    MigrationState state = work.state();
    work.commit(
        state.mirroring(state.mirror(), due.next(), state.stragglers()),
        List.of(),
        List.of(),
        done);
    open.committed();
    return Optional.of(new MirrorReport(count - deleted, deleted, 0, 0, 0));
  }

  private static Write write(RecordPair pair, Optional<Attribution> origin) {
    return pair.target().isPresent()
        ? new Write.Put(
            pair.id(), pair.target().get().payload(), Stragglers.expectation(pair.source()), origin)
        : new Write.Delete(pair.id(), Stragglers.expectation(pair.source()));
  }

  private boolean committed(List<Write> writes, Version upTo) {
    CommitResult result =
        work.inSource(
            source -> {
              if (upTo.isAfter(source.latest())) {
                source.advanceTo(upTo); // records hold versions of the target
              }
              return source.commit(new WriteBatch(writes, work.documents().author()));
            });
    if (result instanceof CommitResult.Unknown unknown) {
      throw new StorageException(
          "It is not known whether the old home was written to: %s. Run it again to go on; nothing is lost."
              .formatted(unknown.reason()));
    }
    return result instanceof CommitResult.Committed;
  }
}
