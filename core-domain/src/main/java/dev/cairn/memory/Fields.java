package dev.cairn.memory;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads members of a document that may have any type. */
final class Fields {
  private Fields() {}

  /** The member's text if it is a string or a number. */
  static Optional<String> text(JsonObject document, String name) {
    return document
        .find(name)
        .flatMap(
            value ->
                switch (value) {
                  case JsonString string -> Optional.of(string.value());
                  case JsonNumber number -> Optional.of(number.text());
                  default -> Optional.empty();
                });
  }

  static String requireText(JsonObject document, String name, String what) {
    return text(document, name)
        .orElseThrow(
            () ->
                new InvalidMemoryException(
                    "%s needs a text '%s', but it %s. Found the fields %s."
                        .formatted(
                            what,
                            name,
                            document.has(name) ? "has another type" : "is missing",
                            document.names())));
  }

  /** A text that is not empty. */
  static String requireName(JsonObject document, String name, String what) {
    String text = requireText(document, name, what);
    if (text.isEmpty()) {
      throw new InvalidMemoryException(
          "%s needs a text '%s', but it is empty. Give it at least one character."
              .formatted(what, name));
    }
    return text;
  }

  static OptionalDouble number(JsonObject document, String name) {
    return document.find(name).orElse(JsonNull.NULL) instanceof JsonNumber number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** The strings of the member: itself if it is a string, its string elements if it is an array. */
  static List<String> strings(JsonObject document, String name) {
    return switch (document.find(name).orElse(JsonArray.EMPTY)) {
      case JsonString string -> List.of(string.value());
      case JsonArray array ->
          array.elements().stream()
              .filter(JsonString.class::isInstance)
              .map(element -> ((JsonString) element).value())
              .toList();
      default -> List.of();
    };
  }

  /**
   * The member as a point in time: ISO 8601 text with or without an offset (UTC then) or a time of
   * day, or a number of seconds since 1970.
   */
  static Optional<Instant> instant(JsonObject document, String name) {
    return document
        .find(name)
        .flatMap(
            value ->
                switch (value) {
                  case JsonString string -> parseInstant(string.value());
                  case JsonNumber number -> ofEpochSeconds(number.doubleValue());
                  default -> Optional.empty();
                });
  }

  private static Optional<Instant> ofEpochSeconds(double seconds) {
    if (Math.abs(seconds) > Instant.MAX.getEpochSecond()) {
      return Optional.empty();
    }
    long whole = (long) Math.floor(seconds);
    return Optional.of(Instant.ofEpochSecond(whole, Math.round((seconds - whole) * 1e9)));
  }

  private static Optional<Instant> parseInstant(String text) {
    try {
      String iso = text.strip().replace(' ', 'T');
      int time = iso.indexOf('T');
      if (time < 0) {
        return Optional.of(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      boolean offset =
          iso.endsWith("Z") || iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0;
      return Optional.of(
          offset
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
