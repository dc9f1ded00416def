package dev.cairn.migration.legacy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Objects in memory, with a count of what was asked of them. Thread-safe. */
public final class InMemoryObjects implements LegacyObjects {
  private final TreeMap<byte[], Found> objects = new TreeMap<>(Arrays::compareUnsigned);
  private final AtomicLong changes = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();

  public InMemoryObjects() {}

  public InMemoryObjects(Map<String, byte[]> bodies) {
    bodies.forEach((key, body) -> put(key, body, Optional.empty()));
    changes.set(0);
  }

  /** How many writes and deletes were asked for, whatever became of them. */
  public long changes() {
    return changes.get();
  }

  /** How many listings and reads were asked for. */
  public long reads() {
    return reads.get();
  }

  @Override
  public String place() {
    return "memory";
  }

  @Override
  public synchronized Page list(String prefix, String after, int limit) {
    reads.incrementAndGet();
    List<Listed> listed = new ArrayList<>();
    for (Map.Entry<byte[], Found> entry : objects.tailMap(bytes(after), false).entrySet()) {
      String key = new String(entry.getKey(), StandardCharsets.UTF_8);
      if (key.startsWith(prefix)) {
        if (listed.size() == limit) {
          return new Page(listed, true);
        }
        listed.add(new Listed(key, entry.getValue().tag(), entry.getValue().body().length));
      }
    }
    return new Page(listed, false);
  }

  @Override
  public synchronized Optional<Found> read(String key) {
    reads.incrementAndGet();
    return Optional.ofNullable(objects.get(bytes(key)))
        .map(found -> new Found(found.body().clone(), found.tag()));
  }

  @Override
  public synchronized Change put(String key, byte[] body, Optional<String> tag) {
    long number = changes.incrementAndGet();
    Optional<String> there = Optional.ofNullable(objects.get(bytes(key))).map(Found::tag);
    if (!there.equals(tag)) {
      return Change.OTHER_FOUND;
    }
    objects.put(bytes(key), new Found(body.clone(), "tag-" + number));
    return Change.DONE;
  }

  @Override
  public synchronized Change delete(String key, String tag) {
    changes.incrementAndGet();
    Optional<String> there = Optional.ofNullable(objects.get(bytes(key))).map(Found::tag);
    if (there.isPresent() && !there.get().equals(tag)) {
      return Change.OTHER_FOUND;
    }
    objects.remove(bytes(key));
    return Change.DONE;
  }

  @Override
  public void close() {
    // nothing is open
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
