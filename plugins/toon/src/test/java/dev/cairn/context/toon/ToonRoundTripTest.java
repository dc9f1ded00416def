package dev.cairn.context.toon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonGenerator;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToonRoundTripTest {
  private static final int VALUES = 10_000;

  @ParameterizedTest
  @EnumSource
  void readsBackWhatItWrote(ToonDelimiter delimiter) {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    JsonGenerator generator = new JsonGenerator(random.nextLong());
    for (int i = 0; i < VALUES; i++) {
      JsonValue value = value(random, generator);
      int indent = random.nextInt(1, 5);
      ToonOptions options = ToonOptions.DEFAULT.withDelimiter(delimiter).withIndent(indent);
      String text = new ToonEncoder(options).encode(value);
      assertWellFormed(text, value, seed);
      ToonDecoder decoder = new ToonDecoder(indent, true, false);
      assertThat(order(CanonicalNumbers.in(decoder.decode(text))))
          .as("seed %d, value %d: %s", seed, i, value)
          .isEqualTo(order(CanonicalNumbers.in(value)));
    }
  }

  private static JsonValue value(SplittableRandom random, JsonGenerator generator) {
    return switch (random.nextInt(4)) {
      case 0 -> generator.value(5);
      case 1 -> generator.document();
      case 2 -> table(random, generator);
      default -> {
        List<JsonValue> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(value(random, generator));
        }
        yield new JsonArray(elements);
      }
    };
  }

  /** Objects with the same names, and now and then one that is not alike. */
  private static JsonValue table(SplittableRandom random, JsonGenerator generator) {
    JsonObject columns = generator.document();
    List<JsonValue> rows = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      JsonObject.Builder row = JsonObject.builder();
      int depth = random.nextInt(10) == 0 ? 2 : 0;
      columns.names().forEach(name -> row.put(name, generator.value(depth)));
      rows.add(row.build());
    }
    JsonArray table = new JsonArray(rows);
    return random.nextBoolean() ? table : JsonObject.EMPTY.with("rows", table);
  }

  private static void assertWellFormed(String text, JsonValue value, long seed) {
    assertThat(text).as("seed %d, %s", seed, value).doesNotEndWith("\n");
    for (String line : text.split("\n", -1)) {
      assertThat(line).as("seed %d, %s", seed, value).doesNotEndWith(" ").doesNotContain("\r");
    }
  }

  /** Objects as lists of names and values, so that their order counts. */
  private static JsonValue order(JsonValue value) {
    return switch (value) {
      case JsonArray array when isAllObjects(array) ->
          new JsonArray(array.elements().stream().map(ToonRoundTripTest::inOrderOfNames).toList());
      case JsonArray array ->
          new JsonArray(array.elements().stream().map(ToonRoundTripTest::order).toList());
      case JsonObject object -> members(object, object.names());
      default -> value;
    };
  }

  private static boolean isAllObjects(JsonArray array) {
    return array.elements().stream().allMatch(JsonObject.class::isInstance);
  }

  /** The rows of a table have the order of its columns. */
  private static JsonValue inOrderOfNames(JsonValue value) {
    JsonObject object = (JsonObject) value;
    return members(object, object.names().stream().sorted().toList());
  }

  private static JsonValue members(JsonObject object, List<String> names) {
    List<JsonValue> members = new ArrayList<>();
    for (String name : names) {
      members.add(new JsonString(name));
      members.add(order(object.find(name).orElseThrow()));
    }
    return new JsonArray(members);
  }
}
