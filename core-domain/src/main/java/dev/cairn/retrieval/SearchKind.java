package dev.cairn.retrieval;

import java.util.Arrays;
import java.util.Optional;

/** What can be searched. */
public enum SearchKind {
  NOUN("noun"),
  FACT("fact"),
  TURN("turn");

  private final String recordKind;

  SearchKind(String recordKind) {
    this.recordKind = recordKind;
  }

  /** The kind of the records that hold it. */
  public String recordKind() {
    return recordKind;
  }

  static Optional<SearchKind> of(String recordKind) {
    return Arrays.stream(values()).filter(kind -> kind.recordKind.equals(recordKind)).findFirst();
  }
}
