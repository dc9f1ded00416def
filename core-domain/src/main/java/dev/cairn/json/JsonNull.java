package dev.cairn.json;

/**
 * The JSON literal {@code null}: a value that is there and says nothing, unlike an absent member.
 */
public enum JsonNull implements JsonValue {
  NULL;

  @Override
  public String toString() {
    return "null";
  }
}
