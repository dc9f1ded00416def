package dev.cairn.stages;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.optimization.DocumentStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Version 1 of the compact form: a document whose members follow a fixed order becomes the array of
 * their values.
 *
 * <p>An absent member is the text {@code "~"} where a later one follows, and nothing at the end; a
 * text that starts with {@code ~} gets one more. Members outside of the order must stand last and
 * go into one object behind all places, one level deeper than before. Any other document, and one
 * that would nest too deep, is left as it is. Thread-safe.
 */
final class CompactArrayStage implements DocumentStage {
  private static final String ABSENT_TEXT = "~";
  private static final JsonString ABSENT = new JsonString(ABSENT_TEXT);

  /** Members outside of the order stand one level deeper than before: the array, their object. */
  private static final int MAX_DEPTH_OF_OTHERS = JsonValue.MAX_DEPTH - 2;

  private final String[] order;
  private final Map<String, Integer> places;

  CompactArrayStage(List<String> order) {
    this.order = order.toArray(String[]::new);
    this.places = HashMap.newHashMap(order.size());
    for (int i = 0; i < this.order.length; i++) {
      if (places.put(this.order[i], i) != null) {
        throw new IllegalArgumentException("A field may have only one place.");
      }
    }
  }

  @Override
  public Optional<JsonValue> encode(JsonValue document) {
    if (!(document instanceof JsonObject object)) {
      return Optional.empty();
    }
    List<JsonValue> values = new ArrayList<>(order.length + 1);
    int at = 0;
    for (; at < object.size(); at++) {
      int place = place(object.name(at), values.size());
      if (place < 0) {
        break;
      }
      if (place < values.size()) {
        return Optional.empty();
      }
      padTo(values, place);
      values.add(escape(object.value(at)));
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (at < object.size()) {
      JsonObject.Builder others = JsonObject.builder();
      for (; at < object.size(); at++) {
        if (places.containsKey(object.name(at))
            || nestsDeeperThan(MAX_DEPTH_OF_OTHERS, object.value(at))) {
          return Optional.empty();
        }
        others.append(object.name(at), object.value(at));
      }
      padTo(values, order.length);
      values.add(others.build());
    }
    return Optional.of(new JsonArray(values));
  }

  /** The field's place; the next one is looked at first, since members usually come in order. */
  private int place(String name, int next) {
    if (next < order.length && order[next].equals(name)) {
      return next;
    }
    return places.getOrDefault(name, -1);
  }

  private static boolean nestsDeeperThan(int levels, JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        boolean deeper = levels == 0;
        for (int i = 0; i < object.size() && !deeper; i++) {
          deeper = nestsDeeperThan(levels - 1, object.value(i));
        }
        yield deeper;
      }
      case JsonArray array -> {
        boolean deeper = levels == 0;
        for (int i = 0; i < array.size() && !deeper; i++) {
          deeper = nestsDeeperThan(levels - 1, array.get(i));
        }
        yield deeper;
      }
      case JsonValue ignored -> false;
    };
  }

  private static void padTo(List<JsonValue> values, int size) {
    while (values.size() < size) {
      values.add(ABSENT);
    }
  }

  private static JsonValue escape(JsonValue value) {
    return value instanceof JsonString text && text.value().startsWith(ABSENT_TEXT)
        ? new JsonString(ABSENT_TEXT + text.value())
        : value;
  }

  @Override
  public JsonValue decode(JsonValue encoded) {
    if (!(encoded instanceof JsonArray array) || array.size() > order.length + 1) {
      throw damaged();
    }
    JsonObject.Builder document = JsonObject.builder();
    int places = Math.min(order.length, array.size());
    for (int i = 0; i < places; i++) {
      JsonValue value = array.get(i);
      if (value instanceof JsonString text && text.value().startsWith(ABSENT_TEXT)) {
        if (text.value().length() > 1) {
          document.append(order[i], new JsonString(text.value().substring(1)));
        }
      } else {
        document.append(order[i], value);
      }
    }
    if (array.size() > order.length) {
      if (!(array.get(order.length) instanceof JsonObject others)) {
        throw damaged();
      }
      for (int i = 0; i < others.size(); i++) {
        document.put(others.name(i), others.value(i));
      }
    }
    return document.build();
  }

  private static CorruptRecordException damaged() {
    return new CorruptRecordException(
        "The record's payload is damaged: it is not an array of its kind's fields.");
  }
}
