package dev.cairn.memory;

import dev.cairn.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one speaker said at one moment of a conversation, word for word. Immutable and thread-safe.
 *
 * <p>A turn is a JSON document with the texts {@code user_id}, {@code id}, {@code session_id},
 * {@code speaker} and {@code text}, usually {@code timestamp}, and any others, all kept exactly as
 * {@link Fact} keeps them. Its id is given by {@link MemoryClient#remember} and begins with its
 * session.
 */
public final class Turn {
  static final String KIND = "turn";

  private final JsonObject document;
  private final String userId;
  private final String id;
  private final String session;
  private final String speaker;
  private final String text;

  private Turn(JsonObject document) {
    this.document = document;
    this.userId = Fields.requireName(document, "user_id", "A turn");
    this.id = Fields.requireName(document, "id", "A turn");
    this.session = Fields.requireName(document, "session_id", "A turn");
    this.speaker = Fields.requireText(document, "speaker", "A turn");
    this.text = Fields.requireText(document, "text", "A turn");
    if (!id.startsWith(TurnId.prefix(session))) {
      throw new InvalidMemoryException(
          "A turn's id must start with its session and a slash, but it starts with another text. Give the id that the turn got when it was remembered.");
    }
  }

  /**
   * @throws InvalidMemoryException if a text that a turn needs is missing or of another type, if
   *     {@code user_id}, {@code id} or {@code session_id} is empty, or if the id is not of the
   *     session
   */
  public static Turn ofDocument(JsonObject document) {
    return new Turn(document);
  }

  static Turn of(
      String userId, String id, String session, String speaker, String text, Instant time) {
    return new Turn(
        JsonObject.builder()
            .put("user_id", userId)
            .put("id", id)
            .put("session_id", session)
            .put("speaker", speaker)
            .put("text", text)
            .put("timestamp", time.toString())
            .build());
  }

  public String userId() {
    return userId;
  }

  /** The turn's name among those of its user; a fact points to it by this. */
  public String id() {
    return id;
  }

  /** The conversation that the turn belongs to. */
  public String session() {
    return session;
  }

  /** Who said it, such as {@code "user"} or a name. */
  public String speaker() {
    return speaker;
  }

  /** What was said, exactly. */
  public String text() {
    return text;
  }

  /** When it was said; a time without an offset counts as UTC. */
  public Optional<Instant> time() {
    return Fields.instant(document, "timestamp");
  }

  /** All members in written order. */
  public JsonObject document() {
    return document;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Turn that && document.equals(that.document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  /** Names the turn without telling what was said. */
  @Override
  public String toString() {
    return "Turn[" + id + " of " + userId + "]";
  }
}
