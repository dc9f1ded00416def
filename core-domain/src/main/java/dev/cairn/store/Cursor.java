package dev.cairn.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a scan: behind the record with this partition and id. */
public record Cursor(String partition, String id) {

  /** A text that {@link #parse} reads back; callers should not look inside. */
  public String toToken() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(partition.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws IllegalArgumentException if {@code token} did not come from {@link #toToken}
   */
  public static Cursor parse(String token) {
    int dot = token.indexOf('.');
    try {
      if (dot >= 0) {
        Base64.Decoder base64 = Base64.getUrlDecoder();
        return new Cursor(
            new String(base64.decode(token.substring(0, dot)), StandardCharsets.UTF_8),
            new String(base64.decode(token.substring(dot + 1)), StandardCharsets.UTF_8));
      }
    } catch (IllegalArgumentException notBase64) {
      // the message below says what is wrong
    }
    throw new IllegalArgumentException(
        "A cursor from an earlier page was wanted, but another text was found. Start without a cursor.");
  }
}
