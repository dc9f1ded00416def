package dev.cairn.embedding;

/** What a text is there for. Some models make other vectors of a question than of what is found. */
public enum TextRole {
  /** A text that is kept and shall be found. */
  PASSAGE,
  /** A text that asks for others. */
  QUERY
}
