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
 * @param context what was said before it, which its vector is made of too; blank if nothing
 * @param fields as filters see it
 * @param vector its own; one is made of the text if empty
 */
record Searchable(
    RecordId id, String text, String context, JsonObject fields, Optional<Embedding> vector) {

  static Searchable ofFact(RecordId id, JsonObject fact) {
    String text =
        "%s %s: %s"
            .formatted(words(fact, "category"), words(fact, "key"), said(fact.find("value")));
    return new Searchable(id, text, "", fact, Optional.empty());
  }

  static Searchable ofTurn(RecordId id, JsonObject turn) {
    String text = said(turn.find("speaker")) + ": " + said(turn.find("text"));
    return new Searchable(id, text, "", turn, Optional.empty());
  }

  /** A copy that was said after {@code before}. */
  Searchable after(Searchable before) {
    return new Searchable(id, text, before.text, fields, vector);
  }

  Searchable withoutVector() {
    return new Searchable(id, text, context, fields, Optional.empty());
  }

  /** What its vector is made of; blank if it says nothing. */
  String toEmbed() {
    return context.isBlank() || text.isBlank() ? text : context + "\n" + text;
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
