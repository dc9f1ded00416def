package dev.cairn.json;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws JSON documents that stress whatever rewrites them: fact-shaped ones with holes, extra
 * fields and odd types, short codes and escapes as names, nulls, deep nesting, digits of every
 * form. The same seed gives the same documents. Not thread-safe.
 */
public final class JsonGenerator {
  private static final List<String> FACT_FIELDS =
      List.of(
          "user_id",
          "category",
          "key",
          "value",
          "importance",
          "timestamp",
          "source",
          "confidence",
          "tags");

  private static final List<String> HOSTILE_NAMES =
      List.of(
          "uid",
          "cat",
          "k",
          "v",
          "imp",
          "ts",
          "src",
          "conf",
          "tags",
          "title",
          "pref",
          "~",
          "~~",
          "~uid",
          "~0",
          "",
          " ",
          "é",
          "日本",
          "😊",
          "a\"b",
          "a\\b",
          "a\nb",
          "user_id",
          "category",
          "preferences",
          "episode_title",
          "created_at",
          "session_id",
          "metadata",
          "_merged",
          "constructor",
          "__proto__");

  private static final List<String> HOSTILE_TEXTS =
      List.of(
          "",
          "~",
          "~~",
          "~x",
          "pref",
          "preferences",
          "null",
          "true",
          "0",
          "[]",
          "{}",
          "\u0000",
          "\u001f",
          "\u007f",
          "\u2028",
          "\ufffd",
          "é",
          "e\u0301",
          "大阪",
          "👩‍👩‍👧",
          "a,b",
          "\"",
          "\\",
          "/",
          "2024-11-18T10:30:00Z");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "0.0",
          "1",
          "1.0",
          "1.00",
          "-1",
          "1e5",
          "1E5",
          "1e+5",
          "1.5e-7",
          "0.1",
          "123456789012345678901234567890",
          "-9223372036854775808",
          "1e400",
          "3.0e0",
          "0.30000000000000004");

  private final SplittableRandom random;

  public JsonGenerator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Any object; about half of them look like facts. */
  public JsonObject document() {
    return random.nextInt(2) == 0 ? factShaped() : object(4);
  }

  private JsonObject factShaped() {
    JsonObject.Builder fact = JsonObject.builder();
    boolean holes = random.nextInt(3) == 0;
    for (String field : FACT_FIELDS) {
      if (!holes || random.nextInt(3) > 0) {
        fact.put(field, random.nextInt(4) == 0 ? value(3) : text());
      }
    }
    int extras = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
    for (int i = 0; i < extras; i++) {
      fact.put(name(), value(3));
    }
    return random.nextInt(5) == 0 ? shuffled(fact.build()) : fact.build();
  }

  private JsonObject shuffled(JsonObject object) {
    List<String> names = new ArrayList<>(object.names());
    JsonObject.Builder shuffled = JsonObject.builder();
    while (!names.isEmpty()) {
      String name = names.remove(random.nextInt(names.size()));
      shuffled.put(name, object.find(name).orElseThrow());
    }
    return shuffled.build();
  }

  private JsonObject object(int depth) {
    JsonObject.Builder object = JsonObject.builder();
    int size = random.nextInt(random.nextInt(20) == 0 ? 40 : 6);
    for (int i = 0; i < size; i++) {
      object.put(name(), value(depth - 1));
    }
    return object.build();
  }

  /** Any value that nests at most {@code depth} deep. */
  public JsonValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> JsonNull.NULL;
      case 1 -> JsonBoolean.of(random.nextBoolean());
      case 2 -> new JsonNumber(NUMBERS.get(random.nextInt(NUMBERS.size())));
      case 3 -> JsonNumber.of(random.nextLong());
      case 4, 5 -> text();
      case 6, 7 -> object(depth);
      default -> {
        List<JsonValue> elements = new ArrayList<>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
          elements.add(value(depth - 1));
        }
        yield new JsonArray(elements);
      }
    };
  }

  private String name() {
    return random.nextInt(3) > 0
        ? HOSTILE_NAMES.get(random.nextInt(HOSTILE_NAMES.size()))
        : characters(random.nextInt(12));
  }

  private JsonString text() {
    return new JsonString(
        random.nextInt(3) == 0
            ? HOSTILE_TEXTS.get(random.nextInt(HOSTILE_TEXTS.size()))
            : characters(random.nextInt(random.nextInt(50) == 0 ? 2_000 : 30)));
  }

  private String characters(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(codePoint());
    }
    return text.toString();
  }

  private int codePoint() {
    return switch (random.nextInt(12)) {
      case 0 -> random.nextInt(0x20);
      case 1 -> random.nextInt(0x80, 0x800);
      case 2 -> random.nextInt(0x800, 0xD800);
      case 3 -> random.nextInt(0x1_0000, 0x11_0000);
      default -> random.nextInt(0x20, 0x7F);
    };
  }
}
