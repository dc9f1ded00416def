package dev.cairn.memory;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Something memorable that happened with a user. Immutable and thread-safe.
 *
 * <p>An episode is a JSON document with the texts {@code user_id} and {@code id}, usually {@code
 * episode_type}, {@code title}, {@code summary}, {@code importance} (0 to 10), {@code sentiment}
 * and {@code timestamp}, and any others, all kept exactly as {@link Fact} keeps them.
 */
public final class Episode {
  static final String KIND = "episode";

  private final JsonObject document;
  private final String userId;
  private final String id;

  private Episode(JsonObject document) {
    this.document = document;
    this.userId = Fields.requireName(document, "user_id", "An episode");
    this.id = Fields.requireName(document, "id", "An episode");
  }

  /**
   * @throws InvalidMemoryException if {@code user_id} or {@code id} is missing, empty or not a text
   */
  public static Episode ofDocument(JsonObject document) {
    return new Episode(document);
  }

  public static Episode of(String userId, String id, String title, String summary) {
    return new Episode(
        JsonObject.builder()
            .put("user_id", userId)
            .put("id", id)
            .put("title", title)
            .put("summary", summary)
            .build());
  }

  public String userId() {
    return userId;
  }

  /** The episode's name among those of its user. */
  public String id() {
    return id;
  }

  public Optional<String> sessionId() {
    return Fields.text(document, "session_id");
  }

  /** What sort of episode it is, such as {@code "milestone"}. */
  public Optional<String> type() {
    return Fields.text(document, "episode_type");
  }

  public Optional<String> title() {
    return Fields.text(document, "title");
  }

  public Optional<String> summary() {
    return Fields.text(document, "summary");
  }

  /** How important it is, usually 0 to 10. */
  public OptionalDouble importance() {
    return Fields.number(document, "importance");
  }

  /** How it felt, such as {@code "very_positive"}. */
  public Optional<String> sentiment() {
    return Fields.text(document, "sentiment");
  }

  /** When it happened; a time without an offset counts as UTC. */
  public Optional<Instant> timestamp() {
    return Fields.instant(document, "timestamp").or(() -> Fields.instant(document, "created_at"));
  }

  public List<String> tags() {
    return Fields.strings(document, "tags");
  }

  /** All members in written order. */
  public JsonObject document() {
    return document;
  }

  /** A copy with one member set. */
  public Episode with(String name, @Nullable Object value) {
    return new Episode(document.with(name, JsonValue.of(value)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Episode that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  /** Names the episode without telling its content. */
  @Override
  public String toString() {
    return "Episode[" + id + " of " + userId + "]";
  }
}
