package dev.cairn.migration.live;

import dev.cairn.backup.RecordSum;
import dev.cairn.store.Page;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The records of the target, as the journal has them, that are to be mirrored though they have not
 * changed, or are not to be though they have. Not thread-safe.
 */
final class OpenRecords {
  private static final String DUE = "due";
  private static final String HELD = "held";

  private final Journal journal;
  private final String namespace;
  private final int page;
  private final Map<RecordId, String> open = new LinkedHashMap<>();
  private final Map<RecordId, String> next = new LinkedHashMap<>();

  OpenRecords(StoreWork work) {
    this.journal = work.journal();
    this.namespace = work.documents().namespace();
    this.page = work.sizes().page();
    String after = "";
    while (true) {
      Page<Journal.Named<List<String>>> found = journal.pendingItems(after, page);
      for (Journal.Named<List<String>> item : found.items()) {
        List<String> parts = item.value();
        open.put(new RecordId(namespace, parts.get(1), parts.get(2), parts.get(3)), parts.get(0));
        after = item.name();
      }
      if (found.next().isEmpty()) {
        break;
      }
    }
    next.putAll(open);
  }

  /** A name for a record that is short enough to be an id, whatever its own is. */
  static String key(RecordId id) {
    RecordSum sum = new RecordSum();
    sum.add(id, Payload.wrap(new byte[0]));
    return sum.hex();
  }

  Set<RecordId> due() {
    return of(DUE);
  }

  Set<RecordId> held() {
    return of(HELD);
  }

  private Set<RecordId> of(String what) {
    Map<RecordId, String> found = new LinkedHashMap<>(open);
    found.values().removeIf(it -> !it.equals(what));
    return found.keySet();
  }

  List<Write> due(RecordId id) {
    return put(id, DUE);
  }

  List<Write> hold(RecordId id) {
    return put(id, HELD);
  }

  private List<Write> put(RecordId id, String what) {
    next.put(id, what);
    return List.of(journal.putPending(key(id), List.of(what, id.kind(), id.partition(), id.id())));
  }

  List<Write> close(RecordId id) {
    List<Write> writes = new ArrayList<>();
    if (next.remove(id) != null) {
      writes.add(journal.done(key(id)));
    }
    return writes;
  }

  /** What was to be written was. */
  void committed() {
    open.clear();
    open.putAll(next);
  }

  /** What was to be written was not. */
  void dropped() {
    next.clear();
    next.putAll(open);
  }
}
