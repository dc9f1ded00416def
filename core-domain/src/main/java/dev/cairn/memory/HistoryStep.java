package dev.cairn.memory;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Author;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One change of a fact, as the document of a record of kind {@code fact-history}.
 *
 * @param version of the record that was replaced; a version between the one before and the one made
 *     if there was none
 * @param before what the fact said until then; empty if there was none
 * @param origin when and by whom that was saved, as far as the log knew
 * @param at the clock of who made the change
 * @param by who made it
 * @param ending what became of {@code before}
 * @param closed until when {@code before} was true, if a later value took its place
 * @param past values that the change added as true in the past only
 */
record HistoryStep(
    Version version,
    Optional<JsonObject> before,
    Optional<Origin> origin,
    Instant at,
    Author by,
    Ending ending,
    Optional<Instant> closed,
    List<Past> past) {

  /** What became of a fact. */
  enum Ending {
    REPLACED,
    /** It stayed, and past values were added. */
    KEPT,
    DELETED
  }

  /** A value that was true until {@code closed}. */
  record Past(JsonObject document, Instant closed) {}

  HistoryStep {
    past = List.copyOf(past);
  }

  FactKey factKey() {
    JsonObject document = before.orElseGet(() -> past.getFirst().document());
    return Fact.ofStored(document).factKey();
  }

  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder().put("version", version.position());
    origin.ifPresent(
        known -> {
          if (!known.version().equals(version)) {
            json.put("origin", known.version().position());
          }
          json.put("at", known.at().toString()).put("by", toJson(known.by()));
        });
    json.put("replaced_at", at.toString()).put("replaced_by", toJson(by));
    if (ending != Ending.REPLACED) {
      json.put(ending.name().toLowerCase(Locale.ROOT), true);
    }
    closed.ifPresent(until -> json.put("closed", until.toString()));
    if (!past.isEmpty()) {
      json.put("past", new JsonArray(past.stream().map(HistoryStep::toJson).toList()));
    }
    before.ifPresent(document -> json.put("document", document));
    return json.build();
  }

  private static JsonObject toJson(Author author) {
    return JsonObject.builder()
        .put("instance", author.instance())
        .put("principal", author.principal())
        .build();
  }

  private static JsonValue toJson(Past value) {
    return JsonObject.builder()
        .put("closed", value.closed().toString())
        .put("document", value.document())
        .build();
  }

  static HistoryStep ofJson(JsonObject json) {
    Version version = new Version(position(json, "version").orElseThrow(HistoryStep::corrupt));
    List<Past> past = new ArrayList<>();
    if (json.find("past").orElse(JsonArray.EMPTY) instanceof JsonArray array) {
      for (JsonValue element : array.elements()) {
        past.add(pastOf(element));
      }
    }
    Optional<JsonObject> before = object(json, "document");
    if (before.isEmpty() && past.isEmpty()) {
      throw corrupt();
    }
    return new HistoryStep(
        version,
        before,
        instant(json, "at")
            .map(
                at ->
                    new Origin(
                        position(json, "origin").map(Version::new).orElse(version),
                        at,
                        author(json, "by"))),
        instant(json, "replaced_at").orElseThrow(HistoryStep::corrupt),
        author(json, "replaced_by"),
        endingOf(json),
        instant(json, "closed"),
        past);
  }

  private static Ending endingOf(JsonObject json) {
    if (json.find("deleted").equals(Optional.of(JsonBoolean.of(true)))) {
      return Ending.DELETED;
    }
    return json.has("kept") ? Ending.KEPT : Ending.REPLACED;
  }

  private static Past pastOf(JsonValue element) {
    if (!(element instanceof JsonObject value)) {
      throw corrupt();
    }
    return new Past(
        object(value, "document").orElseThrow(HistoryStep::corrupt),
        instant(value, "closed").orElseThrow(HistoryStep::corrupt));
  }

  private static Author author(JsonObject json, String name) {
    JsonObject author = object(json, name).orElseThrow(HistoryStep::corrupt);
    return new Author(
        Fields.text(author, "instance").orElse(""), Fields.text(author, "principal").orElse(""));
  }

  private static Optional<JsonObject> object(JsonObject json, String name) {
    return json.find(name).filter(JsonObject.class::isInstance).map(JsonObject.class::cast);
  }

  private static Optional<Instant> instant(JsonObject json, String name) {
    return Fields.instant(json, name);
  }

  private static Optional<Long> position(JsonObject json, String name) {
    try {
      return Fields.text(json, name).map(Long::valueOf);
    } catch (NumberFormatException notWhole) {
      throw corrupt();
    }
  }

  private static CorruptRecordException corrupt() {
    return new CorruptRecordException(
        "A record of a fact's history lacks what every such record has. Restore it from a backup, or delete it.");
  }
}
