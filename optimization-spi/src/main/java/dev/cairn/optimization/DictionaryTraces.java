package dev.cairn.optimization;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Finds out whether trained parameters hold pieces of one user's documents: runs of {@value
 * #WINDOW} bytes that are in a dictionary and in a text of the user, but in no text of anyone else
 * whose documents the dictionary may have been trained on. Not thread-safe.
 *
 * <p>Texts are compared as JSON writes them, with their quotes, so that a text of four letters is
 * long enough.
 */
final class DictionaryTraces {
  private static final int WINDOW = 6;
  private static final long WINDOW_MASK = (1L << (8 * WINDOW)) - 1;

  private final Map<Manifest, Set<Long>> windows = new HashMap<>();
  private final Map<Manifest, Set<Long>> traces = new HashMap<>();

  /**
   * @param manifests those with trained parameters
   */
  DictionaryTraces(Collection<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      Set<Long> all = new HashSet<>();
      dictionaries(manifest).forEach(bytes -> forEachWindow(bytes, all::add));
      windows.put(manifest, all);
      traces.put(manifest, new HashSet<>());
    }
  }

  /** What the stages of a manifest have learned, as bytes. */
  static List<byte[]> dictionaries(Manifest manifest) {
    return manifest.stages().stream()
        .flatMap(stage -> stage.parameters().find(StageProvider.TRAINED).stream())
        .map(DictionaryTraces::bytes)
        .toList();
  }

  private static byte[] bytes(JsonValue trained) {
    if (trained instanceof JsonString text) {
      try {
        return Base64.getDecoder().decode(text.value());
      } catch (IllegalArgumentException notBase64) {
        return text.value().getBytes(StandardCharsets.UTF_8);
      }
    }
    return JsonWriter.writeBytes(trained, JsonStyle.MINIFIED);
  }

  /** Looks for the texts of a document of the user, of any kind. */
  void ofUser(JsonValue document) {
    forEachText(
        document,
        text ->
            windows.forEach(
                (manifest, all) -> {
                  Set<Long> found = traces.getOrDefault(manifest, all);
                  forEachWindow(
                      text,
                      window -> {
                        if (all.contains(window)) {
                          found.add(window);
                        }
                      });
                }));
  }

  /** Whether manifests of {@code kind} have pieces of which nobody else's document is known yet. */
  boolean hasTraces(String kind) {
    return traces.entrySet().stream()
        .anyMatch(entry -> entry.getKey().kind().equals(kind) && !entry.getValue().isEmpty());
  }

  /** Excuses the pieces that a document of someone else has, too. */
  void ofOther(String kind, JsonObject document) {
    traces.forEach(
        (manifest, found) -> {
          if (manifest.kind().equals(kind) && !found.isEmpty()) {
            forEachText(document, text -> forEachWindow(text, found::remove));
          }
        });
  }

  /** The manifests that hold pieces of the user alone. */
  Set<Manifest> traced() {
    Set<Manifest> traced = new HashSet<>();
    traces.forEach(
        (manifest, found) -> {
          if (!found.isEmpty()) {
            traced.add(manifest);
          }
        });
    return traced;
  }

  private static void forEachText(JsonValue value, Consumer<byte[]> consumer) {
    switch (value) {
      case JsonString text -> {
        byte[] written = JsonWriter.writeBytes(text, JsonStyle.MINIFIED);
        consumer.accept(written);
        byte[] raw = text.value().getBytes(StandardCharsets.UTF_8);
        if (raw.length + 2 != written.length) {
          consumer.accept(raw);
        }
      }
      case JsonNumber number -> consumer.accept(number.text().getBytes(StandardCharsets.UTF_8));
      case JsonArray array -> array.elements().forEach(element -> forEachText(element, consumer));
      case JsonObject object -> {
        for (int i = 0; i < object.size(); i++) {
          forEachText(new JsonString(object.name(i)), consumer);
          forEachText(object.value(i), consumer);
        }
      }
      default -> {}
    }
  }

  private static void forEachWindow(byte[] bytes, LongConsumer consumer) {
    long window = 0;
    for (int i = 0; i < bytes.length; i++) {
      window = (window << 8 | bytes[i] & 0xFF) & WINDOW_MASK;
      if (i >= WINDOW - 1) {
        consumer.accept(window);
      }
    }
  }
}
