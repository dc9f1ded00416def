package dev.cairn.context.text;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fact taken apart into what the short form of a row can hold, and the rest.
 *
 * @param value absent if the fact has none
 * @param importance in hundredths, or {@link Percent#NONE}
 * @param confidence in hundredths, or {@link Percent#NONE}
 * @param extra every member that the other parts do not hold
 * @param position where the fact stood in the list that is rendered
 */
record FactParts(
    String userId,
    String category,
    String key,
    Optional<JsonValue> value,
    int importance,
    int confidence,
    Optional<TimeText> time,
    Optional<String> source,
    Optional<List<String>> tags,
    JsonObject extra,
    int position) {

  /** Nothing if the names of a fact are not texts; such a fact is written as JSON. */
  static Optional<FactParts> of(Fact fact, int position) {
    JsonObject document = fact.document();
    Optional<JsonValue> value = Optional.empty();
    int importance = Percent.NONE;
    int confidence = Percent.NONE;
    Optional<TimeText> time = Optional.empty();
    Optional<String> source = Optional.empty();
    Optional<List<String>> tags = Optional.empty();
    JsonObject.Builder extra = JsonObject.builder();
    for (int i = 0; i < document.size(); i++) {
      JsonValue member = document.value(i);
      boolean held =
          switch (document.name(i)) {
            case "user_id", "category", "key" -> {
              if (!(member instanceof JsonString)) {
                yield false;
              }
              yield true;
            }
            case "value" -> {
              value = Optional.of(member);
              yield true;
            }
            case "importance" -> {
              importance = Percent.of(member);
              yield importance != Percent.NONE;
            }
            case "confidence" -> {
              confidence = Percent.of(member);
              yield confidence != Percent.NONE;
            }
            case "timestamp" -> {
              time =
                  member instanceof JsonString text ? TimeText.of(text.value()) : Optional.empty();
              yield time.isPresent();
            }
            case "source" -> {
              source = plainSource(member);
              yield source.isPresent();
            }
            case "tags" -> {
              tags = plainTags(member);
              yield tags.isPresent();
            }
            default -> false;
          };
      if (!held) {
        extra.append(document.name(i), member);
      }
    }
    JsonObject rest = extra.build();
    if (rest.has("user_id") || rest.has("category") || rest.has("key")) {
      return Optional.empty();
    }
    return Optional.of(
        new FactParts(
            fact.userId(),
            fact.category(),
            fact.key(),
            value,
            importance,
            confidence,
            time,
            source,
            tags,
            rest,
            position));
  }

  private static Optional<String> plainSource(JsonValue member) {
    return member instanceof JsonString text && isPlainSource(text.value())
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** A source starts with a letter, so that it is not taken for a number or a time. */
  static boolean isPlainSource(String source) {
    if (source.isEmpty() || !isLetter(source.charAt(0))) {
      return false;
    }
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (!isLetter(c) && !PlainText.isDigit(c) && "_-.:/@".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static Optional<List<String>> plainTags(JsonValue member) {
    if (!(member instanceof JsonArray array)) {
      return Optional.empty();
    }
    List<String> tags = new ArrayList<>(array.elements().size());
    for (JsonValue element : array.elements()) {
      if (!(element instanceof JsonString text) || !PlainText.isPlainName(text.value())) {
        return Optional.empty();
      }
      tags.add(text.value());
    }
    return Optional.of(tags);
  }

  /** Put together again. */
  Fact fact() {
    JsonObject.Builder document =
        JsonObject.builder().put("user_id", userId).put("category", category).put("key", key);
    value.ifPresent(v -> document.put("value", v));
    if (importance != Percent.NONE) {
      document.put("importance", Percent.number(importance));
    }
    time.ifPresent(t -> document.put("timestamp", t.iso()));
    source.ifPresent(s -> document.put("source", s));
    if (confidence != Percent.NONE) {
      document.put("confidence", Percent.number(confidence));
    }
    tags.ifPresent(t -> document.put("tags", JsonArray.ofStrings(t)));
    for (int i = 0; i < extra.size(); i++) {
      document.put(extra.name(i), extra.value(i));
    }
    return Fact.ofDocument(document.build());
  }

  /** The fact with some parts moved to the rest, where they are written by name. */
  FactParts spelled(boolean percents, boolean spelledTime, boolean spelledSource) {
    if (!percents && !spelledTime && !spelledSource) {
      return this;
    }
    JsonObject.Builder rest = extra.toBuilder();
    if (percents && importance != Percent.NONE) {
      rest.put("importance", Percent.number(importance));
    }
    if (percents && confidence != Percent.NONE) {
      rest.put("confidence", Percent.number(confidence));
    }
    if (spelledTime && time.isPresent()) {
      rest.put("timestamp", time.get().iso());
    }
    if (spelledSource && source.isPresent()) {
      rest.put("source", source.get());
    }
    return new FactParts(
        userId,
        category,
        key,
        value,
        percents ? Percent.NONE : importance,
        percents ? Percent.NONE : confidence,
        spelledTime ? Optional.empty() : time,
        spelledSource ? Optional.empty() : source,
        tags,
        rest.build(),
        position);
  }

  /** Whether two facts differ in nothing but importance, confidence, time, source and tags. */
  boolean saysTheSameAs(FactParts other) {
    return key.equals(other.key)
        && value.equals(other.value)
        && extra.equals(other.extra)
        && tags.isPresent() == other.tags.isPresent();
  }
}
