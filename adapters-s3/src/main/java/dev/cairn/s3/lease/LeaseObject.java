package dev.cairn.s3.lease;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.store.StorageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.NoSuchElementException;

/**
 * What the object of a lease says.
 *
 * @param token counts the acquisitions
 * @param nonce tells this content from every other
 * @param timeToLive how long it is held from when it was written; zero if it was given up
 */
record LeaseObject(String name, long token, String holder, String nonce, Duration timeToLive) {
  static final String PREFIX = "lock/";

  static String key(String name) {
    return PREFIX + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  byte[] encode() {
    JsonObject json =
        JsonObject.builder()
            .put("name", name)
            .put("token", token)
            .put("holder", holder)
            .put("nonce", nonce)
            .put("timeToLive", timeToLive.toString())
            .build();
    return JsonWriter.writeBytes(json, JsonStyle.MINIFIED);
  }

  /**
   * @throws StorageException if the object is no lease
   */
  static LeaseObject decode(String key, byte[] object) {
    try {
      JsonObject json = (JsonObject) JsonValue.parse(object);
      return new LeaseObject(
          text(json, "name"),
          ((JsonNumber) json.find("token").orElseThrow()).decimalValue().longValueExact(),
          text(json, "holder"),
          text(json, "nonce"),
          Duration.parse(text(json, "timeToLive")));
    } catch (JsonException
        | ClassCastException
        | DateTimeException
        | ArithmeticException
        | NoSuchElementException broken) {
      throw new StorageException(
          "Object '%s' should be a lease, but cannot be read. Delete it while nobody holds the lease."
              .formatted(key),
          broken);
    }
  }

  private static String text(JsonObject json, String name) {
    return ((JsonString) json.find(name).orElseThrow()).value();
  }
}
