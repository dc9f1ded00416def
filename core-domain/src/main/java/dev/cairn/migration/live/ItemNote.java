package dev.cairn.migration.live;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import java.util.List;

/**
 * What there is to know of an item that was not simply copied.
 *
 * @param content the name of its content if that is not the item's own; empty otherwise
 * @param item the name of the item that holds the content of this name, if it is another one
 * @param skipped why it was not taken over; empty if it was
 * @param waitsFor contents that must be there first
 * @param oddities what a person should know
 */
record ItemNote(
    String content, String item, String skipped, List<String> waitsFor, List<String> oddities) {
  static final ItemNote NONE = new ItemNote("", "", "", List.of(), List.of());

  ItemNote {
    waitsFor = List.copyOf(waitsFor);
    oddities = List.copyOf(oddities);
  }

  static ItemNote skipped(String reason) {
    return new ItemNote("", "", reason, List.of(), List.of());
  }

  static ItemNote waiting(List<String> needs) {
    return new ItemNote("", "", "", needs, List.of());
  }

  ItemNote of(String otherItem) {
    return new ItemNote(content, otherItem, skipped, waitsFor, oddities);
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  boolean isCopied() {
    return skipped.isEmpty() && waitsFor.isEmpty();
  }

  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    put(json, "content", content);
    put(json, "item", item);
    put(json, "skipped", skipped);
    put(json, "waitsFor", waitsFor);
    put(json, "oddities", oddities);
    return json.build();
  }

  private static void put(JsonObject.Builder json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static void put(JsonObject.Builder json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      json.put(name, JsonArray.ofStrings(texts));
    }
  }

  static ItemNote ofJson(JsonObject json) {
    Members in = new Members(json);
    return new ItemNote(
        in.text("content"),
        in.text("item"),
        in.text("skipped"),
        in.texts("waitsFor"),
        in.texts("oddities"));
  }
}
