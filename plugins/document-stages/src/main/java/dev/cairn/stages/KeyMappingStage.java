package dev.cairn.stages;

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
 * Version 1 of key abbreviation: at every depth a name in the table is written as its code; a name
 * that is a code of another name, or starts with {@code ~}, is written with a {@code ~} before it.
 * The text of the document's own member {@code category} is treated like a name. Thread-safe.
 */
final class KeyMappingStage implements DocumentStage {
  private static final String CATEGORY = "category";
  private static final char ESCAPE = '~';

  private final Map<String, String> codes;
  private final Map<String, String> names;
  private final String categoryCode;

  KeyMappingStage(Map<String, String> codes) {
    this.codes = Map.copyOf(codes);
    this.names = HashMap.newHashMap(codes.size());
    codes.forEach(
        (name, code) -> {
          if (code.isEmpty() || code.charAt(0) == ESCAPE) {
            throw new IllegalArgumentException(
                "The code '%s' must have a character and must not start with '~', the escape."
                    .formatted(code));
          }
          if (name.isEmpty() || names.put(code, name) != null) {
            throw new IllegalArgumentException(
                "The code '%s' must stand for exactly one name.".formatted(code));
          }
        });
    this.categoryCode = shorten(CATEGORY);
  }

  @Override
  public Optional<JsonValue> encode(JsonValue document) {
    if (!(document instanceof JsonObject object)) {
      return Optional.empty();
    }
    JsonObject.Builder shortened = JsonObject.builder();
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i);
      JsonValue value = object.value(i);
      boolean category = name.equals(CATEGORY) && value instanceof JsonString;
      shortened.append(shorten(name), category ? shortenText(value) : encodeNested(value));
    }
    return Optional.of(shortened.build());
  }

  private JsonValue shortenText(JsonValue value) {
    String text = ((JsonString) value).value();
    String code = shorten(text);
    return code.equals(text) ? value : new JsonString(code);
  }

  private JsonValue encodeNested(JsonValue value) {
    return switch (value) {
      case JsonObject object when !object.isEmpty() -> {
        JsonObject.Builder shortened = JsonObject.builder();
        for (int i = 0; i < object.size(); i++) {
          shortened.append(shorten(object.name(i)), encodeNested(object.value(i)));
        }
        yield shortened.build();
      }
      case JsonArray array when hasContainers(array) -> {
        List<JsonValue> elements = new ArrayList<>(array.size());
        array.elements().forEach(element -> elements.add(encodeNested(element)));
        yield new JsonArray(elements);
      }
      default -> value;
    };
  }

  @Override
  public JsonValue decode(JsonValue encoded) {
    if (!(encoded instanceof JsonObject object)) {
      return encoded;
    }
    JsonObject.Builder expanded = JsonObject.builder();
    for (int i = 0; i < object.size(); i++) {
      String name = object.name(i);
      JsonValue value = object.value(i);
      boolean category = name.equals(categoryCode) && value instanceof JsonString;
      expanded.put(expand(name), category ? expandText(value) : decodeNested(value));
    }
    return expanded.build();
  }

  private JsonValue expandText(JsonValue value) {
    String code = ((JsonString) value).value();
    String text = expand(code);
    return text.equals(code) ? value : new JsonString(text);
  }

  private JsonValue decodeNested(JsonValue value) {
    return switch (value) {
      case JsonObject object when !object.isEmpty() -> {
        JsonObject.Builder expanded = JsonObject.builder();
        for (int i = 0; i < object.size(); i++) {
          expanded.put(expand(object.name(i)), decodeNested(object.value(i)));
        }
        yield expanded.build();
      }
      case JsonArray array when hasContainers(array) -> {
        List<JsonValue> elements = new ArrayList<>(array.size());
        array.elements().forEach(element -> elements.add(decodeNested(element)));
        yield new JsonArray(elements);
      }
      default -> value;
    };
  }

  private static boolean hasContainers(JsonArray array) {
    for (JsonValue element : array.elements()) {
      if (element instanceof JsonObject || element instanceof JsonArray) {
        return true;
      }
    }
    return false;
  }

  private String shorten(String name) {
    String code = codes.get(name);
    if (code != null) {
      return code;
    }
    boolean ambiguous = names.containsKey(name) || (!name.isEmpty() && name.charAt(0) == ESCAPE);
    return ambiguous ? ESCAPE + name : name;
  }

  private String expand(String code) {
    if (!code.isEmpty() && code.charAt(0) == ESCAPE) {
      return code.substring(1);
    }
    return names.getOrDefault(code, code);
  }
}
