package dev.cairn.optimization;

import dev.cairn.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the first documents of a kind until there are enough to learn from. Thread-safe. */
final class Apprentice {
  /** Larger documents teach little for their memory, and shrink well without having been seen. */
  private static final int MAX_BYTES = 8 * 1024;

  private final int wanted;
  private final List<JsonObject> seen = new ArrayList<>();
  private volatile boolean done;

  Apprentice(int wanted) {
    this.wanted = wanted;
  }

  /**
   * @param size the document's size in bytes
   * @return all documents that were shown, once, when this is the last that was wanted
   */
  Optional<List<JsonObject>> show(JsonObject document, int size) {
    if (done || size > MAX_BYTES) {
      return Optional.empty();
    }
    synchronized (this) {
      if (done) {
        return Optional.empty();
      }
      seen.add(document);
      if (seen.size() < wanted) {
        return Optional.empty();
      }
      done = true;
      List<JsonObject> samples = List.copyOf(seen);
      seen.clear();
      return Optional.of(samples);
    }
  }
}
