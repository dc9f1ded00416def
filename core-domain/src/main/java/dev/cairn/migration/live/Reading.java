package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Page;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The second half of a pass: reads the items that differ and brings the target to what they say.
 * Contents, the tags of the objects that were read and the notes are committed together. Not
 * thread-safe.
 */
final class Reading {
  private static final int DEPENDENTS = 1_000;

  private final ObjectWork work;
  private final Journal journal;
  private final Target target;

  Reading(ObjectWork work) {
    this.work = work;
    this.journal = work.journal();
    this.target = work.target();
  }

  /** Goes on until nothing is left to read. */
  void run() {
    while (true) {
      Page<Journal.Named<List<String>>> pending = journal.pendingItems("", work.sizes().items());
      if (!pending.items().isEmpty()) {
        copy(pending.items());
      } else if (!retryWaiting()) {
        return;
      }
    }
  }

  /** What a batch does. */
  private static final class Batch {
    final Map<String, Content> put = new LinkedHashMap<>();
    final Set<String> removed = new LinkedHashSet<>();
    final List<Write> beside = new ArrayList<>();
    final Map<String, ItemNote> notes = new LinkedHashMap<>();
  }

  private void copy(List<Journal.Named<List<String>>> pending) {
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    Set<String> possible = new LinkedHashSet<>();
    for (Journal.Named<List<String>> entry : pending) {
      keys.put(entry.name(), new LinkedHashSet<>(entry.value()));
      possible.addAll(work.translation().keysOf(entry.name()));
      possible.addAll(entry.value());
    }
    possible.removeIf(key -> !Listing.nameable(key));
    Map<String, SourceObject> recorded = journal.objects(possible);
    keys.forEach(
        (item, some) ->
            work.translation().keysOf(item).stream()
                .filter(recorded::containsKey)
                .forEach(some::add));
    Set<String> all = new LinkedHashSet<>();
    keys.values().forEach(all::addAll);
    Map<String, LegacyObjects.Found> found = work.reads().read(all);
    Map<String, ItemNote> notes = journal.notes(keys.keySet());
    Batch batch = new Batch();
    keys.forEach(
        (item, some) -> {
          take(item, some, found, notes.getOrDefault(item, ItemNote.NONE), batch);
          for (String key : some) {
            if (found.containsKey(key)) {
              batch.beside.add(journal.object(key, SourceObject.of(found.get(key).tag())));
            } else if (recorded.containsKey(key)) {
              batch.beside.add(journal.noObject(key));
            }
          }
          batch.beside.add(journal.done(item));
        });
    hold(batch);
    removeDependents(batch);
    write(batch, notes, keys.keySet());
  }

  private void take(
      String item,
      Set<String> keys,
      Map<String, LegacyObjects.Found> found,
      ItemNote before,
      Batch batch) {
    Map<String, byte[]> parts = new TreeMap<>();
    for (String key : keys) {
      if (found.containsKey(key)) {
        parts.put(key, found.get(key).body());
      }
    }
    String old = before.content().isEmpty() ? item : before.content();
    ItemNote note = ItemNote.NONE;
    String current = "";
    if (!parts.isEmpty()) {
      switch (work.translation().read(item, parts)) {
        case Translation.Reading.Of of -> {
          current = of.content().name();
          batch.put.put(current, of.content());
          String other = current.equals(item) ? "" : current;
          note = new ItemNote(other, "", "", List.of(), of.oddities());
          if (!other.isEmpty()) {
            batch.notes.put(other, ItemNote.NONE.of(item));
          }
        }
        case Translation.Reading.Skipped skipped -> note = ItemNote.skipped(skipped.reason());
      }
    }
    // Another item may hold the content of this name, and say so in the note of this one.
    batch.notes.put(item, note.of(before.item()));
    if (!old.equals(current) && (before.item().isEmpty() || !old.equals(item))) {
      batch.removed.add(old);
      if (!old.equals(item)) {
        batch.notes.putIfAbsent(old, ItemNote.NONE);
      }
    }
  }

  /** Takes contents out of the batch that need what is not there. */
  private void hold(Batch batch) {
    batch.removed.removeAll(batch.put.keySet());
    Set<String> needs = new LinkedHashSet<>();
    batch.put.values().forEach(content -> needs.addAll(target.needs(content)));
    needs.removeAll(batch.put.keySet());
    Set<String> missing = new HashSet<>(target.missing(needs));
    needs.stream().filter(batch.removed::contains).forEach(missing::add);
    for (Content content : List.copyOf(batch.put.values())) {
      List<String> waitsFor = target.needs(content).stream().filter(missing::contains).toList();
      if (!waitsFor.isEmpty()) {
        batch.put.remove(content.name());
        batch.removed.add(content.name());
        String item = item(content.name(), batch);
        ItemNote note = batch.notes.getOrDefault(item, ItemNote.NONE);
        batch.notes.put(
            item,
            new ItemNote(
                note.content(),
                note.item(),
                "",
                waitsFor.stream().distinct().toList(),
                note.oddities()));
      }
    }
  }

  private String item(String content, Batch batch) {
    ItemNote note = batch.notes.get(content);
    if (note == null) {
      note = journal.notes(List.of(content)).getOrDefault(content, ItemNote.NONE);
    }
    return note.item().isEmpty() ? work.translation().itemOf(content) : note.item();
  }

  /** What cannot be without what goes, goes too, and waits for it to come back. */
  private void removeDependents(Batch batch) {
    for (String gone : List.copyOf(batch.removed)) {
      List<String> some = dependents(gone, batch);
      while (some.size() > DEPENDENTS) {
        Batch first = new Batch();
        let(some, gone, first);
        write(first, Map.of(), Set.of());
        some = dependents(gone, batch);
      }
      let(some, gone, batch);
    }
  }

  private List<String> dependents(String gone, Batch batch) {
    return target.dependents(gone, DEPENDENTS + 1 + batch.put.size()).stream()
        .filter(name -> !batch.put.containsKey(name) && !batch.removed.contains(name))
        .limit(DEPENDENTS + 1)
        .toList();
  }

  private void let(List<String> dependents, String gone, Batch batch) {
    for (String dependent : dependents) {
      batch.removed.add(dependent);
      String item = item(dependent, batch);
      ItemNote before =
          batch.notes.containsKey(item)
              ? batch.notes.get(item)
              : journal.notes(List.of(item)).getOrDefault(item, ItemNote.NONE);
      batch.notes.put(
          item,
          new ItemNote(before.content(), before.item(), "", List.of(gone), before.oddities()));
    }
  }

  private void write(Batch batch, Map<String, ItemNote> before, Set<String> items) {
    batch.notes.forEach(
        (item, note) -> {
          if (!note.isEmpty() || !items.contains(item) || before.containsKey(item)) {
            batch.beside.add(journal.note(item, note));
          }
        });
    Pass pass = work.state().pass().plusItems(items.size());
    work.commit(
        work.state().with(pass), List.copyOf(batch.put.values()), batch.removed, batch.beside);
    work.tell("copying", pass.items(), pass.items() + journal.count(Journal.PENDING));
  }

  /** Notes items to be read again whose needs are there by now. */
  private boolean retryWaiting() {
    Map<String, List<String>> ready = new LinkedHashMap<>();
    String after = "";
    while (true) {
      Page<Journal.Named<ItemNote>> page = journal.notes(after, work.sizes().items());
      for (Journal.Named<ItemNote> note : page.items()) {
        after = note.name();
        List<String> needs = note.value().waitsFor();
        if (!needs.isEmpty() && target.missing(needs).isEmpty()) {
          ready.put(note.name(), List.of());
        }
      }
      if (page.next().isEmpty() || ready.size() >= work.sizes().items()) {
        break;
      }
    }
    if (ready.isEmpty()) {
      return false;
    }
    work.commit(work.state(), List.of(), List.of(), Listing.pendingWrites(journal, ready));
    return true;
  }
}
