package dev.cairn.json;

/** How JSON text is laid out; every style reads back as the same value. */
public enum JsonStyle {
  /** No white space: {@code {"a":1,"b":[2,3]}}. */
  MINIFIED(",", ":"),
  /** A space after each separator, as many writers do by default: {@code {"a": 1, "b": [2, 3]}}. */
  SPACED(", ", ": ");

  final String comma;
  final String colon;

  JsonStyle(String comma, String colon) {
    this.comma = comma;
    this.colon = colon;
  }
}
