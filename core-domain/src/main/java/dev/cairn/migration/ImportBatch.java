package dev.cairn.migration;

import dev.cairn.document.StoredDocument;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.MemoryClient;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects items of one type, compares them with what is there, and saves what differs. Not
 * thread-safe.
 *
 * @param <T> the type
 */
final class ImportBatch<T> {
  private final ImportedType<T> type;
  private final MemoryClient client;
  private final boolean saves;
  private final NoticeBoard findings;
  private final List<Item<T>> waiting = new ArrayList<>(MemoryImport.BATCH);

  /** What is there, as JSON text: for the batch at hand, or all that a dry run would have saved. */
  private final Map<RecordId, String> there = new HashMap<>();

  private long added;
  private long changed;
  private long unchanged;

  private record Item<T>(RecordId id, T value, String place) {}

  ImportBatch(ImportedType<T> type, MemoryClient client, boolean saves, NoticeBoard findings) {
    this.type = type;
    this.client = client;
    this.saves = saves;
    this.findings = findings;
  }

  void add(T value, String place) {
    RecordId id;
    try {
      id = type.id(value);
    } catch (IllegalArgumentException refused) {
      findings.add(
          new ImportNotice(
              ImportNotice.Kind.SKIPPED,
              place,
              "a %s whose %s are too long or hold characters that no record's name can have"
                  .formatted(type.noun(), type.identity())));
      return;
    }
    waiting.add(new Item<>(id, value, place));
    if (waiting.size() == MemoryImport.BATCH) {
      flush();
    }
  }

  void flush() {
    look();
    List<T> different = new ArrayList<>(waiting.size());
    for (Item<T> item : waiting) {
      if (compare(item)) {
        different.add(item.value());
      }
    }
    if (saves) {
      if (!different.isEmpty()) {
        type.save(different);
      }
      there.clear();
    }
    waiting.clear();
  }

  private void look() {
    List<RecordId> ids =
        waiting.stream().map(Item::id).distinct().filter(id -> !there.containsKey(id)).toList();
    for (Optional<StoredDocument> found : client.documents().getAllFresh(ids)) {
      found.ifPresent(stored -> there.put(stored.id(), stored.document().toString()));
    }
  }

  /** Counts the item and says whether it has to be saved. */
  private boolean compare(Item<T> item) {
    @Nullable String before = there.get(item.id());
    JsonObject given = type.document(item.value());
    String after = before == null ? given.toString() : after(before, given, item);
    there.put(item.id(), after);
    if (before == null) {
      added++;
    } else if (before.equals(after)) {
      unchanged++;
    } else {
      changed++;
    }
    return !after.equals(before);
  }

  private String after(String before, JsonObject given, Item<T> item) {
    String text = given.toString();
    if (before.equals(text)) {
      return before;
    }
    Optional<JsonObject> merged = type.merged((JsonObject) JsonValue.parse(before), item.value());
    if (merged.isEmpty()) {
      findings.add(
          new ImportNotice(
              ImportNotice.Kind.CHANGED,
              item.place(),
              "the %s takes the place of a different one with the same %s"
                  .formatted(type.noun(), type.identity())));
    }
    return merged.map(JsonObject::toString).orElse(text);
  }

  long read() {
    return added + changed + unchanged + waiting.size();
  }

  long added() {
    return added;
  }

  long changed() {
    return changed;
  }

  long unchanged() {
    return unchanged;
  }
}
