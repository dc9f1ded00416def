package dev.cairn.memory;

import dev.cairn.json.JsonGenerator;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws facts that stress text formats: names and values made of the marks that formats use, of
 * digits, spaces and line ends, of JSON and of rows; odd types, nulls and extra members; and facts
 * that share key and value. The same seed gives the same facts. Not thread-safe.
 */
public final class HostileFacts {
  private static final List<String> ATOMS =
      List.of(
          " ",
          "_",
          "__",
          "-",
          ":",
          ": ",
          ";",
          "; ",
          ",",
          "|",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "#",
          "# user ",
          "=",
          "/",
          "\"",
          "\\",
          "'",
          "\n",
          "\r",
          "\r\n",
          "\t",
          "\u0000",
          "\u007f",
          "\u0085",
          "\u00a0",
          "\u2028",
          "\ufeff",
          "é",
          "大阪",
          "😊",
          "0",
          "1",
          "50",
          "100",
          "231118062100",
          "x",
          "a",
          "key",
          "work",
          "user",
          "facts",
          "line",
          " [",
          "[]",
          " [50/71 231118062100 chat]",
          "]",
          "true",
          "null",
          "-1.5e3",
          "source=chat",
          "{\"a\":1}",
          "(tags)",
          "...",
          "2024-03-16");

  private static final List<String> TIMES =
      List.of(
          "2024-03-16T12:34:47Z",
          "2024-03-16T12:34:47.693630",
          "2024-03-16T13:39:16+01:00",
          "2024-03-16T13:39:16",
          "2024-03-16T13:39:16.5Z",
          "2024-03-16T13:39:16.123456789-08:00",
          "2000-01-01T00:00:00Z",
          "2099-12-31T23:59:59Z",
          "1999-12-31T23:59:59Z",
          "2024-02-30T00:00:00Z",
          "2024-03-16T99:99:99Z",
          "2024-03-16T13:39:16l",
          "2024-03-16T13:39:16 chat",
          "2024-03-16T13:39:16Z;",
          "2024-03-16T13:39:16.693630Z",
          "2024-03-16 12:34:47",
          "2024-03-16",
          "yesterday",
          "");

  private static final List<String> NUMBERS =
      List.of(
          "0.5", "0.50", "0.05", "1.0", "1", "0", "0.0", "0.00", "1.00", "0.71", "0.001", "-0.5",
          "5e-1", "2.0");

  private static final List<String> MEMBERS =
      List.of("value", "importance", "timestamp", "source", "confidence", "tags");

  private final SplittableRandom random;
  private final JsonGenerator values;

  public HostileFacts(long seed) {
    this.random = new SplittableRandom(seed);
    this.values = new JsonGenerator(seed);
  }

  /** Up to {@code most} facts of a few users and categories, some of which say the same. */
  public List<Fact> list(int most) {
    List<String> users = names();
    List<String> categories = names();
    List<String> keys = names();
    List<Fact> facts = new ArrayList<>();
    int size = random.nextInt(most + 1);
    while (facts.size() < size) {
      boolean again = !facts.isEmpty() && random.nextInt(4) == 0;
      facts.add(again ? like(facts) : fact(users, categories, keys));
    }
    return facts;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      names.add(random.nextInt(2) == 0 ? "name_" + i : text());
    }
    return names;
  }

  private Fact like(List<Fact> facts) {
    JsonObject.Builder document = pick(facts).document().toBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      String member = pick(MEMBERS);
      document.put(member, member(member));
    }
    return Fact.ofDocument(document.build());
  }

  private Fact fact(List<String> users, List<String> categories, List<String> keys) {
    String user = pick(users);
    JsonObject.Builder document =
        JsonObject.builder()
            .put("user_id", name(user.isEmpty() ? "u" : user))
            .put("category", name(pick(categories)))
            .put("key", name(random.nextInt(3) == 0 ? text() : pick(keys)));
    for (String member : MEMBERS) {
      if (random.nextInt(8) > 0) {
        document.put(member, member(member));
      }
    }
    if (random.nextInt(4) == 0) {
      JsonObject odd = values.document().without("_merged");
      for (int i = 0; i < Math.min(odd.size(), 3); i++) {
        document.putIfAbsent(odd.name(i), odd.value(i));
      }
    }
    return Fact.ofDocument(document.build());
  }

  private JsonValue name(String text) {
    return random.nextInt(30) == 0
        ? new JsonNumber(Integer.toString(random.nextInt(100)))
        : new JsonString(text);
  }

  private JsonValue member(String name) {
    if (random.nextInt(12) == 0) {
      JsonObject odd = values.document();
      return odd.isEmpty() ? odd : odd.value(0);
    }
    return switch (name) {
      case "importance", "confidence" ->
          random.nextInt(2) == 0
              ? JsonNumber.of(random.nextInt(101) / 100.0)
              : new JsonNumber(pick(NUMBERS));
      case "timestamp" -> new JsonString(pick(TIMES));
      case "source" ->
          new JsonString(random.nextInt(3) > 0 ? pick(List.of("chat", "api")) : text());
      case "tags" -> tags();
      default -> new JsonString(text());
    };
  }

  private JsonValue tags() {
    List<String> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(random.nextInt(4) > 0 ? pick(List.of("food", "mobile_app", "a-b")) : text());
    }
    return JsonValue.of(tags);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pick(ATOMS));
    }
    return text.toString();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
