package dev.cairn.json;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that keeps its members in the order in which they were written. Two objects are
 * equal if they have equal members in any order.
 */
public final class JsonObject implements JsonValue {
  /** Up to this size comparing names one by one beats hashing them. */
  private static final int MAX_LINEAR_SIZE = 16;

  public static final JsonObject EMPTY = new JsonObject(new String[0], new JsonValue[0]);

  private final String[] names;
  private final JsonValue[] values;
  private final @Nullable Map<String, Integer> positions;

  /** Takes ownership of both arrays; names must be distinct when there are few of them. */
  JsonObject(String[] names, JsonValue[] values) {
    this.names = names;
    this.values = values;
    this.positions = names.length > MAX_LINEAR_SIZE ? positions(names) : null;
  }

  private static Map<String, Integer> positions(String[] names) {
    Map<String, Integer> positions = HashMap.newHashMap(names.length);
    for (int i = 0; i < names.length; i++) {
      positions.put(names[i], i);
    }
    return positions;
  }

  /** An object with the map's entries in the map's order. */
  public static JsonObject of(Map<String, ? extends JsonValue> members) {
    Builder builder = builder();
    members.forEach(builder::put);
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with this object's members. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    for (int i = 0; i < names.length; i++) {
      builder.put(names[i], values[i]);
    }
    return builder;
  }

  public int size() {
    return names.length;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  /** The name of the member at {@code index}, counted from 0 in written order. */
  public String name(int index) {
    return names[index];
  }

  /** The value of the member at {@code index}, counted from 0 in written order. */
  public JsonValue value(int index) {
    return values[index];
  }

  public boolean has(String name) {
    return indexOf(name) >= 0;
  }

  /** The member called {@code name}; empty if it is absent, present if it is null. */
  public Optional<JsonValue> find(String name) {
    int index = indexOf(name);
    return index < 0 ? Optional.empty() : Optional.of(values[index]);
  }

  /** The position of the member called {@code name}, or -1. */
  public int indexOf(String name) {
    if (positions != null) {
      return positions.getOrDefault(name, -1);
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  public List<String> names() {
    return List.of(names);
  }

  /** This object with {@code name} set: in its place if it is there, else at the end. */
  public JsonObject with(String name, JsonValue value) {
    return toBuilder().put(name, value).build();
  }

  /**
   * This object with the member at a path of names set. What is not an object on the way is
   * replaced by one.
   *
   * @param path at least one name
   */
  public JsonObject withPath(List<String> path, JsonValue value) {
    String name = path.getFirst();
    if (path.size() == 1) {
      return with(name, value);
    }
    JsonObject inner = find(name).orElse(EMPTY) instanceof JsonObject object ? object : EMPTY;
    return with(name, inner.withPath(path.subList(1, path.size()), value));
  }

  /** This object without the member {@code name}. */
  public JsonObject without(String name) {
    if (!has(name)) {
      return this;
    }
    Builder builder = builder();
    for (int i = 0; i < names.length; i++) {
      if (!names[i].equals(name)) {
        builder.put(names[i], values[i]);
      }
    }
    return builder.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof JsonObject that) || that.size() != size()) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      int index = that.indexOf(names[i]);
      if (index < 0 || !values[i].equals(that.values[index])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < names.length; i++) {
      hash += names[i].hashCode() ^ values[i].hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return JsonWriter.write(this, JsonStyle.MINIFIED);
  }

  /** Collects members in order. Not thread-safe. */
  public static final class Builder {
    private String[] names = new String[10];
    private JsonValue[] values = new JsonValue[10];
    private int size;
    private @Nullable Map<String, Integer> positions;

    private Builder() {}

    /** Sets a member: in its place if the name was put before, else at the end. */
    public Builder put(String name, JsonValue value) {
      requireNonNull(name, "name");
      requireNonNull(value, "value");
      int index = indexOf(name);
      if (index >= 0) {
        values[index] = value;
      } else {
        append(name, value);
      }
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, new JsonString(value));
    }

    public Builder put(String name, long value) {
      return put(name, JsonNumber.of(value));
    }

    public Builder put(String name, double value) {
      return put(name, JsonNumber.of(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, JsonBoolean.of(value));
    }

    /** Adds a member unless its name was put before; says whether it was added. */
    public boolean putIfAbsent(String name, JsonValue value) {
      if (indexOf(name) >= 0) {
        return false;
      }
      append(name, value);
      return true;
    }

    /** Adds a member whose name the caller knows to be new; saves the search for it. */
    public Builder append(String name, JsonValue value) {
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      names[size] = name;
      values[size] = value;
      if (positions != null) {
        positions.put(name, size);
      }
      size++;
      return this;
    }

    private int indexOf(String name) {
      if (size > MAX_LINEAR_SIZE) {
        if (positions == null) {
          positions = positions(Arrays.copyOf(names, size));
        }
        return positions.getOrDefault(name, -1);
      }
      for (int i = 0; i < size; i++) {
        if (names[i].equals(name)) {
          return i;
        }
      }
      return -1;
    }

    public JsonObject build() {
      return size == 0
          ? EMPTY
          : new JsonObject(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }
  }
}
