package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings some items of the old home to what the target says. Each change expects the object that
 * was seen last, and what it will write is noted before, so that neither a crash nor a late request
 * of one's own looks like somebody else's write. Used once; not thread-safe.
 */
final class Export {
  private static final int MAX_ROUNDS = 100;
  private static final int KEPT_HASHES = 4;

  private final ObjectWork work;
  private final Map<String, Set<String>> items;
  private final Map<String, SourceObject> known;
  private final Set<String> held = new HashSet<>();
  private final Set<String> imported = new HashSet<>();
  private long written;
  private long deleted;
  private long conflicts;
  private long unwritable;

  /**
   * @param items keys that are known to differ, by item
   */
  Export(ObjectWork work, Map<String, ? extends Collection<String>> items) {
    this.work = work;
    this.items = new LinkedHashMap<>();
    Set<String> all = new LinkedHashSet<>();
    items.forEach(
        (item, differing) -> {
          Set<String> keys = new LinkedHashSet<>(work.translation().keysOf(item));
          keys.addAll(differing);
          keys.removeIf(key -> !Listing.nameable(key));
          this.items.put(item, keys);
          all.addAll(keys);
        });
    this.known = new HashMap<>(work.journal().objects(all));
  }

  /** What is to be done to one object. */
  private record Change(String item, String key, Optional<byte[]> body, Optional<String> tag) {}

  /** Looks for writes of others first, then writes. */
  MirrorReport inspectAndRun() {
    items.keySet().forEach(this::inspect);
    return run();
  }

  MirrorReport run() {
    Set<String> open = new LinkedHashSet<>(items.keySet());
    for (int round = 0; round < MAX_ROUNDS && !open.isEmpty(); round++) {
      open.removeAll(held);
      open.removeAll(imported);
      List<Write> notes = new ArrayList<>();
      List<Change> changes = changes(open, round == 0, notes);
      notes.addAll(intentions(changes));
      commit(notes);
      Set<String> refused = make(changes);
      refused.forEach(this::inspect);
      open = refused;
    }
    if (!open.isEmpty()) {
      throw new MigrationException(
          "%d items of %s change all the time, so that they cannot be kept current. Stop whoever writes there, and run it again."
              .formatted(open.size(), work.objects().place()));
    }
    return new MirrorReport(written, deleted, conflicts, held.size(), unwritable);
  }

  private List<Change> changes(Set<String> open, boolean first, List<Write> cleared) {
    List<Change> changes = new ArrayList<>();
    List<String> order = List.copyOf(open);
    Map<String, ItemNote> notes = work.journal().notes(order);
    List<Optional<Content>> contents =
        work.target().current(order.stream().map(item -> content(item, notes)).toList());
    for (int i = 0; i < order.size(); i++) {
      String item = order.get(i);
      Set<String> keys = items.getOrDefault(item, Set.of());
      if (contents.get(i).isEmpty() && !notes.getOrDefault(item, ItemNote.NONE).isCopied()) {
        continue; // it was not taken over, so it is not the target's to delete
      }
      if (notes.containsKey(item) && !notes.get(item).isCopied()) {
        cleared.add(work.journal().note(item, ItemNote.NONE.of(notes.get(item).item())));
      }
      List<String> existing = keys.stream().filter(key -> tag(key).isPresent()).toList();
      Optional<Map<String, byte[]>> bodies =
          contents.get(i).isPresent()
              ? work.translation()
                  .write(contents.get(i).get(), existing.isEmpty() ? work.layoutOf(item) : existing)
              : Optional.of(Map.of());
      if (bodies.isEmpty()) {
        unwritable += first ? 1 : 0;
        continue;
      }
      new TreeMap<>(bodies.get())
          .forEach(
              (key, body) -> {
                keys.add(key);
                changes.add(new Change(item, key, Optional.of(body), tag(key)));
              });
      for (String key : existing) {
        if (!bodies.get().containsKey(key)) {
          changes.add(new Change(item, key, Optional.empty(), tag(key)));
        }
      }
    }
    return changes;
  }

  private static String content(String item, Map<String, ItemNote> notes) {
    String other = notes.getOrDefault(item, ItemNote.NONE).content();
    return other.isEmpty() ? item : other;
  }

  private Optional<String> tag(String key) {
    return Optional.ofNullable(known.get(key)).flatMap(SourceObject::tag);
  }

  private List<Write> intentions(List<Change> changes) {
    List<Write> writes = new ArrayList<>();
    for (Change change : changes) {
      String hash = change.body().map(ObjectHash::of).orElse(ObjectHash.NOTHING);
      SourceObject before =
          known.getOrDefault(change.key(), new SourceObject(Optional.empty(), List.of()));
      if (!before.intended().contains(hash)) {
        List<String> hashes = new ArrayList<>(before.intended());
        hashes.add(hash);
        int size = hashes.size();
        writes.add(
            know(
                change.key(),
                new SourceObject(
                    before.tag(), hashes.subList(Math.max(0, size - KEPT_HASHES), size))));
      }
    }
    return writes;
  }

  private Write know(String key, SourceObject object) {
    known.put(key, object);
    return work.journal().object(key, object);
  }

  private Write settle(String key, Optional<String> tag) {
    List<String> intended =
        Optional.ofNullable(known.get(key)).map(SourceObject::intended).orElse(List.of());
    return know(key, new SourceObject(tag, intended));
  }

  /** Makes changes, and says which items were not as they were seen last. */
  private Set<String> make(List<Change> changes) {
    Map<Change, Optional<SourceObject>> made = new LinkedHashMap<>();
    work.reads().inParallel(changes, this::make).forEach((change, tag) -> made.put(change, tag));
    Set<String> refused = new LinkedHashSet<>();
    List<Write> writes = new ArrayList<>();
    made.forEach(
        (change, seen) -> {
          if (seen.isEmpty()) {
            refused.add(change.item());
          } else {
            writes.add(settle(change.key(), seen.get().tag()));
            written += change.body().isPresent() ? 1 : 0;
            deleted += change.body().isPresent() ? 0 : 1;
          }
        });
    commit(writes);
    return refused;
  }

  /** Makes a change; empty if the object is another one. */
  private Optional<SourceObject> make(Change change) {
    if (change.body().isEmpty()) {
      boolean done =
          change.tag().isEmpty()
              || work.objects().delete(change.key(), change.tag().get())
                  == LegacyObjects.Change.DONE;
      return done ? Optional.of(new SourceObject(Optional.empty(), List.of())) : Optional.empty();
    }
    byte[] body = change.body().get();
    if (work.objects().put(change.key(), body, change.tag()) != LegacyObjects.Change.DONE) {
      return Optional.empty();
    }
    return work.objects()
        .read(change.key())
        .filter(found -> ObjectHash.of(found.body()).equals(ObjectHash.of(body)))
        .map(found -> SourceObject.of(found.tag()));
  }

  /** Finds out what became of an item, and keeps what somebody else wrote. */
  private void inspect(String item) {
    Set<String> keys = items.getOrDefault(item, Set.of());
    Map<String, LegacyObjects.Found> found = work.reads().read(keys);
    List<Write> writes = new ArrayList<>();
    Set<String> others = new LinkedHashSet<>();
    for (String key : keys) {
      Optional<LegacyObjects.Found> there = Optional.ofNullable(found.get(key));
      Optional<String> tag = there.map(LegacyObjects.Found::tag);
      if (!tag.equals(tag(key))) {
        String hash = there.map(it -> ObjectHash.of(it.body())).orElse(ObjectHash.NOTHING);
        List<String> intended =
            Optional.ofNullable(known.get(key)).map(SourceObject::intended).orElse(List.of());
        if (intended.contains(hash)) {
          writes.add(settle(key, tag));
        } else {
          others.add(key);
        }
      }
    }
    if (!others.isEmpty()) {
      StragglerWrite straggler = new StragglerWrite(work, item, others, found);
      conflicts++;
      switch (straggler.decide()) {
        case KEEP_TARGET -> {
          others.forEach(
              key ->
                  writes.add(
                      settle(
                          key, Optional.ofNullable(found.get(key)).map(LegacyObjects.Found::tag))));
          writes.add(work.journal().conflict(straggler.conflict(StragglerPolicy.KEEP_TARGET)));
        }
        case IMPORT -> {
          Map<String, SourceObject> before = new HashMap<>(known);
          others.forEach(
              key ->
                  writes.add(
                      settle(
                          key, Optional.ofNullable(found.get(key)).map(LegacyObjects.Found::tag))));
          if (straggler.take(writes)) {
            imported.add(item);
          } else {
            known.clear(); // the target changed meanwhile; the next round looks again
            known.putAll(before);
          }
          return;
        }
        case HOLD -> {
          writes.add(work.journal().conflict(straggler.conflict(StragglerPolicy.HOLD)));
          held.add(item);
        }
      }
    }
    commit(writes);
  }

  private void commit(List<Write> writes) {
    if (!writes.isEmpty()) {
      work.commit(work.state(), List.of(), List.of(), writes);
    }
  }
}
