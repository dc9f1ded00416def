package dev.cairn.migration.live;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * That somebody wrote to the old home after the cutover.
 *
 * @param id unique for each
 * @param item that was written
 * @param parts what was found there, by key; an object that had been deleted is not among them
 * @param replaced what the target had and lost by it; empty if it kept its own
 */
public record Conflict(
    String id,
    String item,
    Map<String, byte[]> parts,
    Optional<JsonObject> replaced,
    StragglerPolicy policy,
    Instant at) {

  /** As the journal keeps it, with the parts in Base64. */
  public JsonObject toJson() {
    Map<String, JsonString> bodies = new TreeMap<>();
    parts.forEach(
        (key, body) -> bodies.put(key, new JsonString(Base64.getEncoder().encodeToString(body))));
    JsonObject.Builder json =
        JsonObject.builder()
            .put("item", item)
            .put("id", id)
            .put("parts", JsonObject.of(bodies))
            .put("policy", policy.name())
            .put("at", at.toString());
    replaced.ifPresent(it -> json.put("replaced", it));
    return json.build();
  }

  static Conflict ofJson(JsonObject json) {
    Members in = new Members(json);
    JsonObject bodies = in.object("parts");
    Map<String, byte[]> parts = new TreeMap<>();
    bodies
        .names()
        .forEach(
            key ->
                parts.put(
                    key,
                    Base64.getDecoder()
                        .decode(
                            new Members(bodies).text(key).getBytes(StandardCharsets.US_ASCII))));
    return new Conflict(
        in.text("id"),
        in.text("item"),
        parts,
        json.has("replaced") ? Optional.of(in.object("replaced")) : Optional.empty(),
        StragglerPolicy.valueOf(in.text("policy")),
        Instant.parse(in.text("at")));
  }
}
