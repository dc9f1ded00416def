package dev.cairn.memory;

import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How close a user and a personality are. Immutable and thread-safe.
 *
 * <p>A JSON document with the texts {@code user_id} and {@code personality_name}, {@code
 * affinity_points} (a whole number, 0 to {@value #MAX_POINTS}), {@code current_level}, counters,
 * and any others, all kept exactly as {@link Fact} keeps them.
 */
public final class Affinity {
  static final String KIND = "affinity";

  public static final int MAX_POINTS = 100;

  private final JsonObject document;
  private final String userId;
  private final String personality;
  private final int points;

  private Affinity(JsonObject document) {
    this.document = document;
    this.userId = Fields.requireName(document, "user_id", "An affinity");
    this.personality = Fields.requireName(document, "personality_name", "An affinity");
    this.points = requirePoints(document);
  }

  private static int requirePoints(JsonObject document) {
    return switch (document.find("affinity_points").orElse(JsonNumber.of(0))) {
      case JsonNumber number
          when number.doubleValue() >= 0
              && number.doubleValue() <= MAX_POINTS
              && number.doubleValue() == Math.rint(number.doubleValue()) ->
          (int) number.doubleValue();
      case JsonNumber number ->
          throw new InvalidMemoryException(
              "Affinity points are a whole number from 0 to %d, but %s was given."
                  .formatted(MAX_POINTS, number.text()));
      default ->
          throw new InvalidMemoryException(
              "Affinity points are a whole number from 0 to %d, but another type was given."
                  .formatted(MAX_POINTS));
    };
  }

  /**
   * @throws InvalidMemoryException if {@code user_id} or {@code personality_name} is missing, empty
   *     or not a text, or the points are out of range
   */
  public static Affinity ofDocument(JsonObject document) {
    return new Affinity(document);
  }

  public static Affinity of(String userId, String personality, int points) {
    return new Affinity(
        JsonObject.builder()
            .put("user_id", userId)
            .put("personality_name", personality)
            .put("affinity_points", points)
            .build());
  }

  public String userId() {
    return userId;
  }

  public String personality() {
    return personality;
  }

  /** 0 (strangers) to {@link #MAX_POINTS}. */
  public int points() {
    return points;
  }

  /** The level as it was saved, such as {@code "friend"}. */
  public Optional<String> level() {
    return Fields.text(document, "current_level");
  }

  /** A counter such as {@code "total_interactions"}; 0 if it is absent. */
  public long counter(String name) {
    return (long) Fields.number(document, name).orElse(0);
  }

  public Optional<Instant> lastInteraction() {
    return Fields.instant(document, "last_interaction");
  }

  /** All members in written order. */
  public JsonObject document() {
    return document;
  }

  /** A copy with one member set. */
  public Affinity with(String name, @Nullable Object value) {
    return new Affinity(document.with(name, JsonValue.of(value)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Affinity that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return "Affinity[" + userId + " and " + personality + "]";
  }
}
