package dev.cairn.migration.live;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an object of the source.
 *
 * @param tag it had when it was read or written last; empty if it is not there
 * @param intended hashes of what this migration may have written there since
 */
record SourceObject(Optional<String> tag, List<String> intended) {

  SourceObject {
    intended = List.copyOf(intended);
  }

  static SourceObject of(String tag) {
    return new SourceObject(Optional.of(tag), List.of());
  }

  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    tag.ifPresent(it -> json.put("tag", it));
    if (!intended.isEmpty()) {
      json.put("intended", JsonArray.ofStrings(intended));
    }
    return json.build();
  }

  static SourceObject ofJson(JsonObject json) {
    Members in = new Members(json);
    return new SourceObject(
        json.has("tag") ? Optional.of(in.text("tag")) : Optional.empty(), in.texts("intended"));
  }
}
