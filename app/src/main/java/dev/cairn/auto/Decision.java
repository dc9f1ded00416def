package dev.cairn.auto;

import dev.cairn.json.JsonValue;
import java.util.Optional;

/**
 * One thing that was decided, and why.
 *
 * @param setting the path in the configuration, such as {@code search.recall}
 * @param value what it was set to; empty if nothing was set and there is only something to say
 * @param reason in a sentence
 */
public record Decision(String setting, Optional<JsonValue> value, String reason) {

  static Decision of(String setting, Object value, String reason) {
    return new Decision(setting, Optional.of(JsonValue.of(value)), reason);
  }

  static Decision advice(String setting, String reason) {
    return new Decision(setting, Optional.empty(), reason);
  }

  @Override
  public String toString() {
    return value
        .map(set -> "%s = %s: %s".formatted(setting, set, reason))
        .orElse("%s: %s".formatted(setting, reason));
  }
}
