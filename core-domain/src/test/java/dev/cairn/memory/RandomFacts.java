package dev.cairn.memory;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws facts that often repeat each other and whose members may have any type. */
public final class RandomFacts {
  private static final List<String> ODD =
      List.of(
          "null",
          "[]",
          "\"\"",
          "{}",
          "true",
          "-7",
          "0",
          "-0.0",
          "1e400",
          "123456789012345678901234",
          "\"high\"",
          "[1,\"a\",null,{\"n\":[]}]",
          "{\"uid\":\"x\"}",
          "\"\\u0000\"",
          "\"😀\"");
  private static final List<String> VALUES =
      List.of("1", "1.0", "\"caf\\u00e9\"", "\"cafe\\u0301\"", "{\"a\":1,\"b\":[2]}", "null");
  private static final List<String> TIMES =
      List.of(
          "\"2024-01-01T09:00:00+09:00\"",
          "\"2024-01-01T05:00:00Z\"",
          "\"2024-01-01\"",
          "\"2024-01-01 10:20:30.5\"",
          "1700000000",
          "1700000000.25",
          "\"yesterday\"");
  private static final List<String> SOURCES =
      List.of("\"chat\"", "\"a, b\"", "[\"chat\",\"web\"]", "[\"web\"]", "[]");
  private static final List<String> TAGS =
      List.of("[\"z\",\"a\"]", "[\"a\"]", "\"abc\"", "[1,{\"n\":1}]", "[]");
  private static final List<String> NUMBERS = List.of("0.5", "0.50", "-1", "0", "1", "0.9");

  private final Random random;

  public RandomFacts(long seed) {
    this.random = new Random(seed);
  }

  public List<Fact> next(int count) {
    List<Fact> facts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      facts.add(next());
    }
    return facts;
  }

  private Fact next() {
    JsonObject.Builder document = JsonObject.builder();
    if (random.nextInt(10) == 0) {
      document.put("note", JsonValue.parse(one(ODD)));
    }
    document.put("user_id", JsonValue.parse(one(List.of("\"u\"", "\"42\"", "42"))));
    document.put("category", "c");
    document.put("key", one(List.of("k", "l")));
    if (random.nextInt(20) > 0) {
      document.put("value", JsonValue.parse(one(VALUES)));
    }
    member(document, "importance", NUMBERS);
    member(document, "timestamp", TIMES);
    member(document, "source", SOURCES);
    member(document, "confidence", NUMBERS);
    member(document, "tags", TAGS);
    member(document, one(List.of("note", "context", "uid")), ODD);
    return Fact.ofDocument(document.build());
  }

  private void member(JsonObject.Builder document, String name, List<String> usual) {
    int choice = random.nextInt(10);
    if (choice < 7) {
      document.putIfAbsent(name, JsonValue.parse(one(usual)));
    } else if (choice < 8) {
      document.putIfAbsent(name, JsonValue.parse(one(ODD)));
    }
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
