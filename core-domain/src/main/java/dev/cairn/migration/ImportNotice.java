package dev.cairn.migration;

/**
 * Something about the source that a person should know.
 *
 * @param place where it stands, such as {@code "line 12"} or {@code "table moods"}
 * @param message what it is, the same for all places where the same is found; never a user's value
 */
public record ImportNotice(Kind kind, String place, String message) {

  /** What became of it. */
  public enum Kind {
    /** It was read as it stands, but may have meant something else. */
    AMBIGUOUS,
    /** It was not imported. */
    SKIPPED,
    /** It was imported in another form. */
    CHANGED
  }
}
