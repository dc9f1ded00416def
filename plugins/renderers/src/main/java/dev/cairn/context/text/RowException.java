package dev.cairn.context.text;

/** A row or header is damaged; whoever knows its line adds it. */
final class RowException extends RuntimeException {
  RowException(String message) {
    super(message);
  }
}
