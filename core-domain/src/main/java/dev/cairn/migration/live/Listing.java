package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Page;
import dev.cairn.store.RecordId;
import dev.cairn.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The first half of a pass: compares the source's listing with what is recorded, and notes the
 * items that differ. Not thread-safe.
 */
final class Listing {
  private static final int ITEMS_PER_COMMIT = 2_000;

  private final ObjectWork work;
  private final Map<String, Set<String>> differing = new LinkedHashMap<>();
  private long listed;
  private long differences;
  private long derived;
  private long foreign;
  private long bytes;

  Listing(ObjectWork work) {
    this.work = work;
  }

  /** Goes on where the pass is, to the end of the source. */
  void run() {
    String cursor = work.state().pass().cursor();
    boolean more = true;
    while (more) {
      for (int page = 0;
          more && page < work.sizes().pages() && differing.size() < ITEMS_PER_COMMIT;
          page++) {
        LegacyObjects.Page found = work.objects().list("", cursor, work.sizes().page());
        more = found.more() && !found.objects().isEmpty();
        String end = more ? found.objects().getLast().key() : "";
        compare(found.objects(), cursor, end);
        cursor = more ? end : cursor;
      }
      commit(cursor, more);
    }
  }

  /**
   * @param end the last key that the page speaks of; empty if it speaks of all behind {@code after}
   */
  private void compare(List<LegacyObjects.Listed> page, String after, String end) {
    Map<String, SourceObject> recorded = recorded(after, end);
    for (LegacyObjects.Listed object : page) {
      listed++;
      Translation.Use use = nameable(object.key()) ? work.translation().useOf(object.key()) : OTHER;
      switch (use) {
        case Translation.Use.PartOf part -> {
          bytes += object.size();
          SourceObject known = recorded.remove(object.key());
          if (known == null || !known.tag().equals(Optional.of(object.tag()))) {
            differs(part.item(), object.key());
          }
        }
        case Translation.Use.Derived ignored -> derived++;
        case Translation.Use.Foreign ignored -> foreign++;
      }
    }
    recorded.forEach(
        (key, object) -> {
          // What is known not to be there differs only by being there.
          if (object.tag().isPresent()
              && work.translation().useOf(key) instanceof Translation.Use.PartOf part) {
            differs(part.item(), key);
          }
        });
  }

  private static final Translation.Use OTHER = new Translation.Use.Foreign();

  /** Whether records can be named by the key, and by what it is part of. */
  static boolean nameable(String key) {
    return key.indexOf(0) < 0
        && !key.isEmpty()
        && key.getBytes(StandardCharsets.UTF_8).length < RecordId.MAX_PART_BYTES;
  }

  private Map<String, SourceObject> recorded(String after, String end) {
    Map<String, SourceObject> recorded = new HashMap<>();
    String from = after;
    while (true) {
      Page<Journal.Named<SourceObject>> page = work.journal().objects(from, work.sizes().page());
      for (Journal.Named<SourceObject> object : page.items()) {
        if (!end.isEmpty() && RecordId.compareCodePoints(object.name(), end) > 0) {
          return recorded;
        }
        recorded.put(object.name(), object.value());
        from = object.name();
      }
      if (page.next().isEmpty()) {
        return recorded;
      }
    }
  }

  private void differs(String item, String key) {
    differences++;
    differing.computeIfAbsent(item, name -> new LinkedHashSet<>()).add(key);
  }

  private void commit(String cursor, boolean more) {
    Pass before = work.state().pass();
    Pass after =
        new Pass(
            before.number(),
            more ? Pass.Stage.LISTING : Pass.Stage.READING,
            cursor,
            before.fenced(),
            before.listed() + listed,
            before.differing() + differences,
            before.items(),
            before.derived() + derived,
            before.foreign() + foreign,
            before.bytes() + bytes,
            before.began());
    work.commit(
        work.state().with(after), List.of(), List.of(), pendingWrites(work.journal(), differing));
    work.tell("listing", after.listed(), 0);
    differing.clear();
    listed = 0;
    differences = 0;
    derived = 0;
    foreign = 0;
    bytes = 0;
  }

  /** Notes that items differ, beside what was noted of them before. */
  static List<Write> pendingWrites(
      Journal journal, Map<String, ? extends Collection<String>> differing) {
    Map<String, List<String>> before = journal.pendingItems(differing.keySet());
    List<Write> writes = new ArrayList<>();
    differing.forEach(
        (item, keys) -> {
          Set<String> all = new LinkedHashSet<>(before.getOrDefault(item, List.of()));
          all.addAll(keys);
          writes.add(journal.putPending(item, all));
        });
    return writes;
  }
}
