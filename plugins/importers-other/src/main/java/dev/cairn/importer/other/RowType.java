package dev.cairn.importer.other;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.Noun;
import dev.cairn.graph.NounTypes;
import dev.cairn.graph.Verb;
import dev.cairn.graph.VerbTypes;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import dev.cairn.migration.ImportTarget;
import dev.cairn.plugin.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the rows of a table are. */
enum RowType {
  /** Fields as in {@link Fact}; all others are kept beside them. */
  FACTS {
    @Override
    void take(JsonObject row, String place, ImportTarget target) {
      JsonObject.Builder fact = row.toBuilder();
      for (String name : List.of("importance", "confidence")) {
        row.find(name).flatMap(RowType::number).ifPresent(number -> fact.put(name, number));
      }
      text(row, "tags")
          .ifPresent(
              tags ->
                  fact.put(
                      "tags",
                      JsonArray.ofStrings(
                          Arrays.stream(tags.split("[;,|]"))
                              .map(String::strip)
                              .filter(tag -> !tag.isEmpty())
                              .toList())));
      target.fact(Fact.ofDocument(fact.build()), place);
    }
  },

  /** {@code id}, {@code type}, {@code text}; all others are metadata. */
  NOUNS {
    @Override
    void take(JsonObject row, String place, ImportTarget target) {
      String id = require(row, "A noun", "id");
      Noun noun = Noun.of(id, text(row, "type").orElse(NounTypes.THING));
      Optional<String> text = text(row, "text");
      JsonObject metadata = others(row, List.of("id", "type", "text"));
      target.noun(
          (text.isEmpty() ? noun : noun.withText(text.get())).withMetadata(metadata), place);
    }
  },

  /** {@code source}, {@code target}, {@code type}, {@code weight}; all others are metadata. */
  VERBS {
    @Override
    void take(JsonObject row, String place, ImportTarget target) {
      String source = require(row, "A verb", "source");
      String end = require(row, "A verb", "target");
      String type = text(row, "type").orElse(VerbTypes.RELATED_TO);
      Verb verb =
          text(row, "id")
              .map(id -> Verb.of(id, source, type, end))
              .orElseGet(() -> Verb.relation(source, type, end));
      Optional<JsonValue> weight = row.find("weight").filter(it -> !(it instanceof JsonNull));
      if (weight.isPresent()) {
        JsonNumber number =
            number(weight.get())
                .orElseThrow(
                    () ->
                        new InvalidGraphException("A verb's weight must be a number, but is not."));
        verb = verb.withWeight(number.doubleValue());
      }
      target.verb(
          verb.withMetadata(others(row, List.of("id", "source", "target", "type", "weight"))),
          place);
    }
  };

  /** Hands a row on, or tells why not. */
  void read(JsonObject row, String place, ImportTarget target) {
    try {
      take(row, place, target);
    } catch (InvalidMemoryException | InvalidGraphException refused) {
      Reasons.skipped(target, place, refused);
    }
  }

  abstract void take(JsonObject row, String place, ImportTarget target);

  static RowType named(String name) {
    for (RowType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw new ConfigurationException(
        "Rows can be facts, nouns or verbs, but not '%s'.".formatted(name));
  }

  private static String require(JsonObject row, String what, String name) {
    return text(row, name)
        .orElseThrow(
            () ->
                new InvalidGraphException(
                    "%s needs a text '%s', but has none.".formatted(what, name)));
  }

  private static Optional<String> text(JsonObject row, String name) {
    return switch (row.find(name).orElse(JsonNull.NULL)) {
      case JsonString text when !text.value().isBlank() -> Optional.of(text.value());
      case JsonNumber number -> Optional.of(number.text());
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNumber> number(JsonValue value) {
    return switch (value) {
      case JsonNumber number -> Optional.of(number);
      case JsonString text -> {
        try {
          yield Optional.of(new JsonNumber(text.value().strip()));
        } catch (JsonException other) {
          yield Optional.empty();
        }
      }
      default -> Optional.empty();
    };
  }

  /** The row's own metadata, if it has such an object, and its other members. */
  private static JsonObject others(JsonObject row, List<String> taken) {
    boolean nested = row.find("metadata").filter(JsonObject.class::isInstance).isPresent();
    JsonObject.Builder metadata =
        nested
            ? ((JsonObject) row.find("metadata").orElseThrow()).toBuilder()
            : JsonObject.builder();
    for (int i = 0; i < row.size(); i++) {
      String name = row.name(i);
      boolean isPart = taken.contains(name) && !(row.value(i) instanceof JsonNull);
      if (!isPart && !(nested && name.equals("metadata"))) {
        metadata.put(name, row.value(i));
      }
    }
    return metadata.build();
  }
}
