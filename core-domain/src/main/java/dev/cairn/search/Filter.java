package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.List;

/**
 * A condition on documents, made of records or parsed from text such as
 *
 * <pre>{@code
 * type = "person" and (meta.age >= 30 or tags contains "vip") and not exists deleted
 * }</pre>
 *
 * <p>A field that is missing meets no condition, and a value meets none about another type: {@code
 * age < 30} is false for a text, for null and for a document without {@code age}. So {@code !=} and
 * {@code not} are true for them: {@code a != b} is {@code not a = b}. Nothing here ever fails on a
 * document. A {@link FieldPath} may reach several values; then one that meets the condition
 * suffices.
 *
 * <p>Numbers are compared exactly as decimals, so that {@code 1}, {@code 1.0} and {@code 1e0} are
 * equal, and texts by code points, so that ISO dates sort by time. Immutable and thread-safe; equal
 * by structure. {@link #toString()} is text that {@link #parse} reads back as an equal filter.
 */
public sealed interface Filter {
  /** Accepts every document. */
  Filter ALL = new And(List.of());

  /** Accepts no document. */
  Filter NONE = new Or(List.of());

  /** Whether the document meets this condition. */
  boolean test(JsonObject document);

  /**
   * Reads a filter from text.
   *
   * @throws FilterSyntaxException if it is none; the message says where and what was expected
   */
  static Filter parse(String text) {
    return new FilterParser(text).parse();
  }

  static Filter eq(String path, Object value) {
    return new Eq(FieldPath.parse(path), JsonValue.of(value));
  }

  static Filter ne(String path, Object value) {
    return new Ne(FieldPath.parse(path), JsonValue.of(value));
  }

  static Filter lt(String path, Object value) {
    return new Lt(FieldPath.parse(path), JsonValue.of(value));
  }

  static Filter le(String path, Object value) {
    return new Le(FieldPath.parse(path), JsonValue.of(value));
  }

  static Filter gt(String path, Object value) {
    return new Gt(FieldPath.parse(path), JsonValue.of(value));
  }

  static Filter ge(String path, Object value) {
    return new Ge(FieldPath.parse(path), JsonValue.of(value));
  }

  static Filter in(String path, List<?> values) {
    return new In(FieldPath.parse(path), values.stream().map(JsonValue::of).toList());
  }

  static Filter contains(String path, Object value) {
    return new Contains(FieldPath.parse(path), JsonValue.of(value));
  }

  static Filter exists(String path) {
    return new Exists(FieldPath.parse(path));
  }

  /** All of these; a single one is itself, and none is {@link #ALL}. */
  static Filter and(List<Filter> all) {
    return all.size() == 1 ? all.getFirst() : new And(all);
  }

  /** One of these at least; a single one is itself, and none is {@link #NONE}. */
  static Filter or(List<Filter> any) {
    return any.size() == 1 ? any.getFirst() : new Or(any);
  }

  static Filter not(Filter negated) {
    return new Not(negated);
  }

  default Filter and(Filter other) {
    return new And(List.of(this, other));
  }

  default Filter or(Filter other) {
    return new Or(List.of(this, other));
  }

  /**
   * The value is this text, number, boolean or null. Null is equal to a field that is null, not to
   * a missing one.
   */
  record Eq(FieldPath path, JsonValue value) implements Filter {
    public Eq {
      requirePlain("=", value);
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(document, found -> FilterValues.same(found, value));
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** Not {@link Eq}: also true for a missing field. */
  record Ne(FieldPath path, JsonValue value) implements Filter {
    public Ne {
      requirePlain("!=", value);
    }

    @Override
    public boolean test(JsonObject document) {
      return !path.anyMatch(document, found -> FilterValues.same(found, value));
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The value is less than this number or text. */
  record Lt(FieldPath path, JsonValue value) implements Filter {
    public Lt {
      requireOrdered("<", value);
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(
          document,
          found -> FilterValues.comparable(found, value) && FilterValues.compare(found, value) < 0);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The value is at most this number or text. */
  record Le(FieldPath path, JsonValue value) implements Filter {
    public Le {
      requireOrdered("<=", value);
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(
          document,
          found ->
              FilterValues.comparable(found, value) && FilterValues.compare(found, value) <= 0);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The value is greater than this number or text. */
  record Gt(FieldPath path, JsonValue value) implements Filter {
    public Gt {
      requireOrdered(">", value);
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(
          document,
          found -> FilterValues.comparable(found, value) && FilterValues.compare(found, value) > 0);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The value is at least this number or text. */
  record Ge(FieldPath path, JsonValue value) implements Filter {
    public Ge {
      requireOrdered(">=", value);
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(
          document,
          found ->
              FilterValues.comparable(found, value) && FilterValues.compare(found, value) >= 0);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The value is equal to one of these, as {@link Eq} is; never for an empty list. */
  record In(FieldPath path, List<JsonValue> values) implements Filter {
    public In {
      values = List.copyOf(values);
      values.forEach(value -> requirePlain("in", value));
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(
          document, found -> values.stream().anyMatch(value -> FilterValues.same(found, value)));
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The value is a list with an element equal to this, or a text with this text in it. */
  record Contains(FieldPath path, JsonValue value) implements Filter {
    public Contains {
      requirePlain("contains", value);
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(document, found -> FilterValues.contains(found, value));
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** The field is there, be it null. */
  record Exists(FieldPath path) implements Filter {
    public Exists {
      requireNonNull(path, "path");
    }

    @Override
    public boolean test(JsonObject document) {
      return path.anyMatch(document, found -> true);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** All of them; true if there is none. */
  record And(List<Filter> all) implements Filter {
    public And {
      all = List.copyOf(all);
      requireNotOne("and", all);
    }

    @Override
    public boolean test(JsonObject document) {
      for (Filter filter : all) {
        if (!filter.test(document)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  /** One of them at least; false if there is none. */
  record Or(List<Filter> any) implements Filter {
    public Or {
      any = List.copyOf(any);
      requireNotOne("or", any);
    }

    @Override
    public boolean test(JsonObject document) {
      for (Filter filter : any) {
        if (filter.test(document)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  record Not(Filter negated) implements Filter {
    public Not {
      requireNonNull(negated, "negated");
    }

    @Override
    public boolean test(JsonObject document) {
      return !negated.test(document);
    }

    @Override
    public String toString() {
      return FilterText.of(this);
    }
  }

  private static void requirePlain(String operator, JsonValue value) {
    switch (value) {
      case JsonString ignored -> {}
      case JsonNumber ignored -> {}
      case JsonBoolean ignored -> {}
      case JsonNull ignored -> {}
      case JsonArray ignored -> throw wrongValue(operator, "a list");
      case JsonObject ignored -> throw wrongValue(operator, "an object");
    }
  }

  private static IllegalArgumentException wrongValue(String operator, String found) {
    return new IllegalArgumentException(
        "A filter's '%s' takes a text, number, boolean or null, but %s was given. Compare its members or elements."
            .formatted(operator, found));
  }

  private static void requireOrdered(String operator, JsonValue value) {
    if (!(value instanceof JsonNumber || value instanceof JsonString)) {
      throw new IllegalArgumentException(
          "A filter's '%s' takes a number or a text, but a value without an order was given."
              .formatted(operator));
    }
  }

  private static void requireNotOne(String operator, List<Filter> parts) {
    if (parts.size() == 1) {
      throw new IllegalArgumentException(
          "A filter's '%s' joins two or more conditions, but one was given. Take it as it is."
              .formatted(operator));
    }
  }
}
