package dev.cairn.plugin;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One section of the configuration, read into a record whose components name the known keys.
 *
 * <p>Component types: {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code
 * Boolean}, {@link Duration} (ISO text such as {@code PT1H}), enums (lower-case with dashes),
 * records for nested sections, {@link JsonObject}, and {@code List} or {@code Optional} of these. A
 * missing key gives null (empty for lists and optionals), so that the record's compact constructor
 * sets the default. Numbers and booleans may be given as text, as environment variables do.
 *
 * <p>Immutable and thread-safe.
 */
public final class Settings {
  public static final Settings EMPTY = new Settings("", JsonObject.EMPTY);

  private final String path;
  private final JsonObject values;

  /**
   * @param path where the section stands in the configuration, such as {@code "storage.config"}
   */
  public Settings(String path, JsonObject values) {
    this.path = path;
    this.values = values;
  }

  public static Settings of(String path, JsonObject values) {
    return new Settings(path, values);
  }

  /** The section as it was given. */
  public JsonObject values() {
    return values;
  }

  /** The section {@code name} within this one; empty if it is missing. */
  public Settings section(String name) {
    return switch (values.find(name).orElse(JsonObject.EMPTY)) {
      case JsonObject section -> new Settings(join(name), section);
      case JsonNull ignored -> new Settings(join(name), JsonObject.EMPTY);
      case JsonValue other -> throw wrongType(join(name), "a section", other);
    };
  }

  /**
   * Reads this section into {@code type}.
   *
   * @throws ConfigurationException for a key that {@code type} does not know, a value of the wrong
   *     type, or a value that the record refuses
   */
  public <C extends Record> C as(Class<C> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> known = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (String name : values.names()) {
      if (!known.contains(name)) {
        throw new ConfigurationException(
            "Unknown setting '%s'. Known here: %s.%s"
                .formatted(join(name), known, Suggestion.of(name, known)));
      }
    }
    @Nullable Object[] arguments = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      types[i] = components[i].getType();
      arguments[i] = convert(join(name), components[i].getGenericType(), values.find(name));
    }
    return construct(type, types, arguments);
  }

  private <C extends Record> C construct(
      Class<C> type, Class<?>[] types, @Nullable Object[] arguments) {
    try {
      Constructor<C> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException refused) {
      Throwable cause = refused.getCause() == null ? refused : refused.getCause();
      throw new ConfigurationException(
          "Settings%s cannot be used: %s"
              .formatted(path.isEmpty() ? "" : " in '" + path + "'", cause.getMessage()),
          cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot construct " + type.getName(), e);
    }
  }

  private static @Nullable Object convert(String key, Type type, Optional<JsonValue> given) {
    JsonValue value = given.orElse(JsonNull.NULL);
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return Optional.ofNullable(convert(key, inner, given));
      }
      return list(key, inner, value);
    }
    return value == JsonNull.NULL ? null : scalar(key, (Class<?>) type, value);
  }

  private static List<Object> list(String key, Type inner, JsonValue value) {
    List<Object> list = new ArrayList<>();
    switch (value) {
      case JsonNull ignored -> {}
      case JsonArray array -> {
        for (JsonValue element : array.elements()) {
          Object converted = convert(key, inner, Optional.of(element));
          if (converted != null) {
            list.add(converted);
          }
        }
      }
      case JsonString text -> {
        for (String part : text.value().split(",")) {
          if (!part.isBlank()) {
            list.add(scalar(key, (Class<?>) inner, new JsonString(part.strip())));
          }
        }
      }
      case JsonValue other -> throw wrongType(key, "a list", other);
    }
    return List.copyOf(list);
  }

  @SuppressWarnings("unchecked") // isRecord() was checked
  private static Object scalar(String key, Class<?> type, JsonValue value) {
    if (type == JsonObject.class && value instanceof JsonObject) {
      return value;
    }
    if (type.isRecord() && value instanceof JsonObject object) {
      return new Settings(key, object).as((Class<? extends Record>) type);
    }
    String text =
        switch (value) {
          case JsonString string -> string.value();
          case JsonNumber number -> number.text();
          case JsonBoolean bool -> bool.toString();
          case JsonValue other -> throw wrongType(key, wanted(type), other);
        };
    try {
      return fromText(key, type, text);
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new ConfigurationException(
          "Setting '%s' must be %s, but is '%s'.".formatted(key, wanted(type), text), e);
    }
  }

  private static Object fromText(String key, Class<?> type, String text) {
    if (type == String.class) {
      return text;
    } else if (type == Integer.class) {
      return Integer.valueOf(text);
    } else if (type == Long.class) {
      return Long.valueOf(text);
    } else if (type == Double.class) {
      return Double.valueOf(text);
    } else if (type == Duration.class) {
      return Duration.parse(text);
    } else if (type == Boolean.class) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new NumberFormatException();
      };
    } else if (type.isEnum()) {
      List<String> known = new ArrayList<>();
      for (Object constant : type.getEnumConstants()) {
        String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (name.equals(text)) {
          return constant;
        }
        known.add(name);
      }
      throw new ConfigurationException(
          "Setting '%s' must be one of %s, but is '%s'.%s"
              .formatted(key, known, text, Suggestion.of(text, known)));
    }
    throw new ConfigurationException(
        "Setting '%s' must be %s, but is '%s'.".formatted(key, wanted(type), text));
  }

  private static ConfigurationException wrongType(String key, String wanted, JsonValue found) {
    String kind =
        switch (found) {
          case JsonObject ignored -> "a section";
          case JsonArray ignored -> "a list";
          case JsonString ignored -> "text";
          case JsonNumber ignored -> "a number";
          case JsonBoolean ignored -> "true or false";
          case JsonNull ignored -> "null";
        };
    return new ConfigurationException(
        "Setting '%s' must be %s, but is %s.".formatted(key, wanted, kind));
  }

  private static String wanted(Class<?> type) {
    if (type == Duration.class) {
      return "a duration such as PT1H or PT0.5S";
    } else if (type == Boolean.class) {
      return "true or false";
    } else if (type == Integer.class || type == Long.class) {
      return "a whole number";
    } else if (type == Double.class) {
      return "a number";
    } else if (type.isRecord() || type == JsonObject.class) {
      return "a section";
    }
    return "text";
  }

  private String join(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
