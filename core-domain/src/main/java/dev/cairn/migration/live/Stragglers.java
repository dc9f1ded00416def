package dev.cairn.migration.live;

import dev.cairn.json.JsonObject;
import dev.cairn.store.Attribution;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Expectation;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Finds what others wrote to the source after the cutover, in its log. Not thread-safe. */
final class Stragglers {
  private static final String PAYLOAD = "payload";

  private final StoreWork work;
  private final MirrorMarks marks;
  private final OpenRecords open;
  private Version settled = Version.NONE;

  Stragglers(StoreWork work, OpenRecords open) {
    this.work = work;
    this.marks = new MirrorMarks(work.namespace());
    this.open = open;
  }

  /** What was found, up to where the log was read, and whether it does not tell all. */
  private record Found(Map<RecordId, Optional<Attribution>> origins, Version next, boolean gap) {}

  /** Whether others have written since they were last dealt with. */
  boolean isAny() {
    Found found = find(work.state().followed());
    return found.gap() || !found.origins().isEmpty();
  }

  private Found find(Version after) {
    work.refreshSource();
    Map<RecordId, Optional<Attribution>> origins = new LinkedHashMap<>();
    Version next = after;
    boolean own = false;
    boolean gap = false;
    boolean more = true;
    while (more && (own || origins.size() < work.sizes().page())) {
      ChangePage page = work.sourceChanges(next);
      gap |= page.gap();
      for (Change change : page.changes()) {
        own = marks.isBegin(change.id()) || (own && !marks.isEnd(change.id()));
        if (!own && StoreWork.isCopied(change.id().kind())) {
          StoreWork.note(origins, change);
        }
      }
      next = page.next();
      more = page.more();
    }
    return new Found(origins, next, gap);
  }

  /**
   * Keeps each of their writes as a conflict, and does what the policy says.
   *
   * @param changed tells what has changed in the target and is not mirrored yet
   */
  MirrorReport settle(Supplier<Set<RecordId>> changed) {
    MirrorReport report = MirrorReport.NOTHING;
    while (true) {
      Found found = find(work.state().followed());
      if (found.gap()) {
        report = report.plus(settleAll(changed.get()));
        continue;
      }
      if (found.origins().isEmpty()) {
        settled = found.next();
        skip(settled);
        return report;
      }
      List<RecordId> ids = List.copyOf(found.origins().keySet());
      Optional<MirrorReport> settled = settle(pairs(ids), found.origins(), Set.of(), found.next());
      report = report.plus(settled.orElse(MirrorReport.NOTHING));
    }
  }

  /** Up to which version of the source everything was settled when {@link #settle} returned. */
  Version settled() {
    return settled;
  }

  /** Notes now and then that nothing was found, so that not all of it is read again each time. */
  private void skip(Version next) {
    Version followed = work.state().followed();
    if (next.position() - followed.position() > work.sizes().page()) {
      work.commit(work.state().following(next));
    }
  }

  private List<RecordPair> pairs(List<RecordId> ids) {
    List<Optional<Record>> source = work.source().getAll(ids);
    List<Optional<Record>> target = work.target().getAll(ids.stream().map(work::toTarget).toList());
    List<RecordPair> pairs = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      pairs.add(new RecordPair(ids.get(i), source.get(i), target.get(i)));
    }
    return pairs;
  }

  /** Settles what was left alone under another policy. */
  MirrorReport settleHeld() {
    List<RecordId> held = open.held().stream().map(work::toSource).toList();
    MirrorReport report = MirrorReport.NOTHING;
    if (work.state().stragglers() != StragglerPolicy.HOLD && !held.isEmpty()) {
      Optional<MirrorReport> settled = Optional.empty();
      while (settled.isEmpty()) {
        settled = settle(pairs(held), Map.of(), Set.of(), work.state().followed());
      }
      report = settled.get();
    }
    return report;
  }

  /**
   * The log does not tell who wrote what, so everything is compared. Where both sides may have
   * changed, the target's content wins.
   */
  private MirrorReport settleAll(Set<RecordId> changed) {
    Version now = work.source().latest();
    Version before = work.state().followed();
    MirrorReport report = MirrorReport.NOTHING;
    RecordWalk walk = new RecordWalk(work);
    Optional<String> place = Optional.of("");
    while (place.isPresent()) {
      RecordWalk.Part part = walk.from(place.get());
      work.keepLease();
      List<RecordPair> theirs =
          part.pairs().stream()
              .filter(pair -> !pair.isSame())
              .filter(
                  pair ->
                      pair.source()
                          .map(it -> it.version().isAfter(before))
                          .orElseGet(() -> !changed.contains(work.toTarget(pair.id()))))
              .toList();
      Optional<MirrorReport> settled = settle(theirs, Map.of(), changed, before);
      if (settled.isPresent()) {
        report = report.plus(settled.get());
        place = part.next();
      }
    }
    work.commit(work.state().following(now));
    return report;
  }

  /** Settles some; empty if the target changed meanwhile, so that nothing was done. */
  private Optional<MirrorReport> settle(
      List<RecordPair> pairs,
      Map<RecordId, Optional<Attribution>> origins,
      Set<RecordId> kept,
      Version next) {
    List<Write> writes = new ArrayList<>();
    long conflicts = 0;
    long held = 0;
    for (RecordPair pair : pairs) {
      RecordId id = work.toTarget(pair.id());
      if (pair.isSame()) {
        writes.addAll(open.close(id));
        continue;
      }
      StragglerPolicy policy =
          kept.contains(id) ? StragglerPolicy.KEEP_TARGET : work.state().stragglers();
      conflicts++;
      writes.add(work.journal().conflict(conflict(pair, policy)));
      switch (policy) {
        case KEEP_TARGET -> writes.addAll(open.due(id));
        case IMPORT -> {
          writes.addAll(open.close(id));
          writes.add(imported(pair, origins.getOrDefault(pair.id(), Optional.empty())));
        }
        case HOLD -> {
          held++;
          writes.addAll(open.hold(id));
        }
      }
    }
    if (writes.isEmpty() && next.equals(work.state().followed())) {
      return Optional.of(MirrorReport.NOTHING);
    }
    if (!work.offer(work.state().following(next), writes)) {
      open.dropped();
      return Optional.empty();
    }
    open.committed();
    return Optional.of(new MirrorReport(0, 0, conflicts, held, 0));
  }

  private Write imported(RecordPair pair, Optional<Attribution> origin) {
    RecordId id = work.toTarget(pair.id());
    Expectation expected = expectation(pair.target());
    return pair.source().isPresent()
        ? new Write.Put(id, pair.source().get().payload(), expected, origin)
        : new Write.Delete(id, expected);
  }

  static Expectation expectation(Optional<Record> found) {
    return found.map(it -> Expectation.version(it.version())).orElse(Expectation.ABSENT);
  }

  private Conflict conflict(RecordPair pair, StragglerPolicy policy) {
    Map<String, byte[]> parts = new TreeMap<>();
    pair.source().ifPresent(it -> parts.put(PAYLOAD, it.payload().toBytes()));
    Optional<JsonObject> replaced =
        pair.target()
            .filter(it -> policy == StragglerPolicy.IMPORT)
            .map(
                it ->
                    JsonObject.builder()
                        .put(PAYLOAD, Base64.getEncoder().encodeToString(it.payload().toBytes()))
                        .build());
    String version = pair.source().map(it -> it.version().toString()).orElse("deleted");
    return new Conflict(
        OpenRecords.key(pair.id()) + "@" + version + "@" + work.state().followed(),
        pair.shown(),
        parts,
        replaced,
        policy,
        work.clock().instant());
  }
}
