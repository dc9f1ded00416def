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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HexFormat;
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
  private static final int CHECK_BYTES = 8;

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
            .put("check", check())
            .build();
    return JsonWriter.writeBytes(json, JsonStyle.MINIFIED);
  }

  /**
   * @throws StorageException if the object is no lease
   */
  static LeaseObject decode(String key, byte[] object) {
    try {
      JsonObject json = (JsonObject) JsonValue.parse(object);
      LeaseObject lease =
          new LeaseObject(
              text(json, "name"),
              ((JsonNumber) json.find("token").orElseThrow()).decimalValue().longValueExact(),
              text(json, "holder"),
              text(json, "nonce"),
              Duration.parse(text(json, "timeToLive")));
      if (!lease.check().equals(text(json, "check"))) {
        throw new IllegalArgumentException("its checksum differs");
      }
      return lease;
    } catch (JsonException
        | ClassCastException
        | DateTimeException
        | ArithmeticException
        | IllegalArgumentException
        | NoSuchElementException broken) {
      throw new StorageException(
          "Object '%s' should be a lease, but cannot be read. Restore an earlier version of it, so that tokens go on counting, while nobody holds the lease."
              .formatted(key),
          broken);
    }
  }

  /** A token that was read wrongly would give two holders one. */
  private String check() {
    String told = String.join("\n", name, Long.toString(token), holder, nonce, "" + timeToLive);
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(told.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, CHECK_BYTES);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String text(JsonObject json, String name) {
    return ((JsonString) json.find(name).orElseThrow()).value();
  }
}
