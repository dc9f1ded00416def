package dev.cairn.memory;

import static java.util.Objects.requireNonNull;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Something known about a user. Immutable and thread-safe.
 *
 * <p>A fact is a JSON document with the members {@code user_id}, {@code category} and {@code key}
 * (texts; a number counts as its text), usually {@code value}, and as many others as one likes, all
 * kept exactly: member order, digits, and whether a member is absent, null or empty. The accessors
 * read the well-known members and are empty where a member is absent or of another type; {@link
 * #document} has everything.
 *
 * <p>A fact that was merged from several also knows these, its {@link #occurrences}.
 */
public final class Fact {
  static final String KIND = "fact";

  private final JsonObject full;
  private final FactKey factKey;

  private Fact(FactKey factKey, JsonObject full) {
    this.factKey = factKey;
    this.full = full;
  }

  /**
   * The fact that a document states.
   *
   * @throws InvalidMemoryException if {@code user_id}, {@code category} or {@code key} is missing
   *     or not a text, {@code user_id} is empty, {@code valid_to} is not after {@code valid_from},
   *     or {@value Occurrences#MEMBER} is there and was not written by Cairn
   */
  public static Fact ofDocument(JsonObject document) {
    Fact fact = ofStored(document);
    fact.requireForwardInterval();
    if (fact.isMerged()) {
      Occurrences.requireReadable(fact);
    }
    return fact;
  }

  private void requireForwardInterval() {
    Optional<Instant> from = validFrom();
    Optional<Instant> to = from.isEmpty() ? Optional.empty() : validTo();
    if (to.isPresent() && !from.get().isBefore(to.get())) {
      throw new InvalidMemoryException(
          "A fact's 'valid_to' must be after its 'valid_from', but they are %s and %s. Exchange them, or leave one out."
              .formatted(to.get(), from.get()));
    }
  }

  /** A fact whose document was checked when it was saved. */
  static Fact ofStored(JsonObject document) {
    FactKey factKey =
        new FactKey(
            Fields.requireName(document, "user_id", "A fact"),
            Fields.requireText(document, "category", "A fact"),
            Fields.requireText(document, "key", "A fact"));
    return new Fact(factKey, document);
  }

  /** A fact that was found under its key, which need not be read again. */
  static Fact ofStored(FactKey factKey, JsonObject document) {
    return new Fact(factKey, document);
  }

  public static Fact parse(String json) {
    if (JsonValue.parse(json) instanceof JsonObject document) {
      return ofDocument(document);
    }
    throw new InvalidMemoryException(
        "A fact is a JSON object, but the text is another JSON value.");
  }

  /**
   * @param value any plain value; see {@link JsonValue#of(Object)}
   */
  public static Fact of(String userId, String category, String key, @Nullable Object value) {
    return builder(userId, category, key).value(value).build();
  }

  public static Builder builder(String userId, String category, String key) {
    return new Builder(userId, category, key);
  }

  public FactKey factKey() {
    return factKey;
  }

  public String userId() {
    return factKey.userId();
  }

  public String category() {
    return factKey.category();
  }

  public String key() {
    return factKey.key();
  }

  /** The fact's value; JSON null if it is null or absent, which {@link #document} tells apart. */
  public JsonValue value() {
    return full.find("value").orElse(JsonNull.NULL);
  }

  /** How important the fact is, usually 0 to 1. */
  public OptionalDouble importance() {
    return Fields.number(full, "importance");
  }

  /** How sure the fact is, usually 0 to 1. */
  public OptionalDouble confidence() {
    return Fields.number(full, "confidence");
  }

  /** When the fact was learned; a time without an offset counts as UTC. */
  public Optional<Instant> timestamp() {
    return Fields.instant(full, "timestamp");
  }

  /** From when the fact is true, as {@code valid_from} says; always if empty. */
  public Optional<Instant> validFrom() {
    return Fields.instant(full, "valid_from");
  }

  /** Until when the fact is true, as {@code valid_to} says; for ever if empty. */
  public Optional<Instant> validTo() {
    return Fields.instant(full, "valid_to");
  }

  /** When the fact is to be forgotten, as {@code expires_at} says. */
  public Optional<Instant> expiresAt() {
    return Fields.instant(full, "expires_at");
  }

  /** Whether the fact says {@code "pinned": true}. */
  public boolean pinned() {
    return field("pinned").equals(Optional.of(JsonBoolean.TRUE));
  }

  /** Where the fact came from; the first source of a merged fact. */
  public Optional<String> source() {
    return sources().stream().findFirst();
  }

  /** Where the fact came from, each source once. */
  public List<String> sources() {
    return Fields.strings(full, "source");
  }

  public List<String> tags() {
    return Fields.strings(full, "tags");
  }

  /** The ids of the turns that the fact came from; see {@link Turn#id}. */
  public List<String> turns() {
    return Fields.strings(full, "turns");
  }

  /** The member called {@code name}, whatever it is. */
  public Optional<JsonValue> field(String name) {
    return name.equals(Occurrences.MEMBER) ? Optional.empty() : full.find(name);
  }

  /** All members in written order, without the record of what was merged. */
  public JsonObject document() {
    return full.without(Occurrences.MEMBER);
  }

  /** All members and the record of what was merged, as it is stored and exported. */
  public JsonObject storedDocument() {
    return full;
  }

  /** Whether the fact was merged from several. */
  public boolean isMerged() {
    return full.has(Occurrences.MEMBER);
  }

  /**
   * The facts that this one was merged from, oldest first; this fact alone if it was not merged. At
   * most {@value Occurrences#MAX_KEPT} are kept.
   */
  public List<Fact> occurrences() {
    return isMerged() ? Occurrences.of(this).facts() : List.of(this);
  }

  /** How many different facts were merged into this one; 1 if it was not merged. */
  public long occurrenceCount() {
    return isMerged() ? Occurrences.of(this).count() : 1;
  }

  /** When the fact was seen first, among the occurrences that say a time. */
  public Optional<Instant> firstSeen() {
    return occurrences().stream().flatMap(f -> f.timestamp().stream()).min(Instant::compareTo);
  }

  /** When the fact was seen last, among the occurrences that say a time. */
  public Optional<Instant> lastSeen() {
    return occurrences().stream().flatMap(f -> f.timestamp().stream()).max(Instant::compareTo);
  }

  /** A copy with one member set. */
  public Fact with(String name, @Nullable Object value) {
    return ofDocument(full.with(name, JsonValue.of(value)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fact that && full.equals(that.full);
  }

  @Override
  public int hashCode() {
    return full.hashCode();
  }

  /** Names the fact without telling its value. */
  @Override
  public String toString() {
    return "Fact[" + category() + "/" + key() + " of " + userId() + "]";
  }

  /** Collects the members of a fact in the order in which they are set. Not thread-safe. */
  public static final class Builder {
    private final JsonObject.Builder document = JsonObject.builder();

    private Builder(String userId, String category, String key) {
      document
          .put("user_id", requireNonNull(userId, "userId"))
          .put("category", requireNonNull(category, "category"))
          .put("key", requireNonNull(key, "key"));
    }

    public Builder value(@Nullable Object value) {
      return field("value", value);
    }

    public Builder importance(double importance) {
      return field("importance", importance);
    }

    public Builder confidence(double confidence) {
      return field("confidence", confidence);
    }

    public Builder timestamp(Instant timestamp) {
      return field("timestamp", timestamp.toString());
    }

    public Builder validFrom(Instant start) {
      return field("valid_from", start.toString());
    }

    public Builder validTo(Instant end) {
      return field("valid_to", end.toString());
    }

    public Builder expiresAt(Instant time) {
      return field("expires_at", time.toString());
    }

    public Builder source(String source) {
      return field("source", source);
    }

    public Builder tags(String... tags) {
      document.put("tags", JsonArray.ofStrings(List.of(tags)));
      return this;
    }

    /** The ids of the turns that the fact came from. */
    public Builder turns(String... ids) {
      document.put("turns", JsonArray.ofStrings(List.of(ids)));
      return this;
    }

    /** Sets any member; see {@link JsonValue#of(Object)} for the values. */
    public Builder field(String name, @Nullable Object value) {
      document.put(name, value instanceof String text ? new JsonString(text) : JsonValue.of(value));
      return this;
    }

    public Fact build() {
      return ofDocument(document.build());
    }
  }
}
