package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Objects in memory, which others may also change without any condition. */
public final class MemoryObjects implements LegacyObjects {
  private final NavigableMap<String, Found> objects = new TreeMap<>(RecordId::compareCodePoints);
  private long tags;
  private int reads;
  private int changes;

  @Override
  public String place() {
    return "memory";
  }

  @Override
  public synchronized Page list(String prefix, String after, int limit) {
    List<Listed> listed = new ArrayList<>();
    for (var entry : objects.tailMap(after, false).entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        if (listed.size() == limit) {
          return new Page(listed, true);
        }
        listed.add(
            new Listed(entry.getKey(), entry.getValue().tag(), entry.getValue().body().length));
      }
    }
    return new Page(listed, false);
  }

  @Override
  public synchronized Optional<Found> read(String key) {
    reads++;
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public synchronized Change put(String key, byte[] body, Optional<String> tag) {
    if (!Optional.ofNullable(objects.get(key)).map(Found::tag).equals(tag)) {
      return Change.OTHER_FOUND;
    }
    write(key, body);
    return Change.DONE;
  }

  @Override
  public synchronized Change delete(String key, String tag) {
    Found found = objects.get(key);
    if (found != null && !found.tag().equals(tag)) {
      return Change.OTHER_FOUND;
    }
    remove(key);
    return Change.DONE;
  }

  /** As a writer of the old system writes. */
  public synchronized void write(String key, byte[] body) {
    changes++;
    objects.put(key, new Found(body.clone(), "t" + ++tags));
  }

  /** As a writer of the old system deletes. */
  public synchronized void remove(String key) {
    changes++;
    objects.remove(key);
  }

  public synchronized List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  synchronized int reads() {
    return reads;
  }

  synchronized int changes() {
    return changes;
  }

  @Override
  public void close() {}
}
