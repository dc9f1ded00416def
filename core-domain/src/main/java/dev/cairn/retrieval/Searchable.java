package dev.cairn.retrieval;

import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.search.Embedding;
import dev.cairn.store.RecordId;
import java.util.Optional;

/**
 * A record as indexes take it.
 *
 * @param text what it says; blank if nothing
 * @param fields as filters see it
 * @param vector its own; one is made of the text if empty
 */
record Searchable(RecordId id, String text, JsonObject fields, Optional<Embedding> vector) {

  static Searchable ofFact(RecordId id, JsonObject fact) {
    String text =
        "%s %s: %s"
            .formatted(words(fact, "category"), words(fact, "key"), said(fact.find("value")));
    return new Searchable(id, text, fact, Optional.empty());
  }

  static Searchable ofTurn(RecordId id, JsonObject turn) {
    return new Searchable(
        id, said(turn.find("speaker")) + ": " + said(turn.find("text")), turn, Optional.empty());
  }

  private static String words(JsonObject document, String name) {
    return said(document.find(name)).replace('_', ' ').replace('-', ' ');
  }

  private static String said(Optional<JsonValue> value) {
    return value
        .map(
            found ->
                switch (found) {
                  case JsonString text -> text.value();
                  case JsonNull ignored -> "";
                  default -> JsonWriter.write(found, JsonStyle.MINIFIED);
                })
        .orElse("");
  }
}
