package dev.cairn.store;

/** What a write expects to find; a write whose expectation fails refuses its whole batch. */
public sealed interface Expectation {
  Expectation ANY = new Any();
  Expectation ABSENT = new Absent();

  /** Whatever is there. */
  record Any() implements Expectation {}

  /** No record. */
  record Absent() implements Expectation {}

  /** The record with exactly this version. */
  record AtVersion(Version version) implements Expectation {}

  static Expectation version(Version version) {
    return new AtVersion(version);
  }

  /**
   * Whether this expectation holds.
   *
   * @param current the version that is there, or {@link Version#NONE} if there is no record
   */
  default boolean holds(Version current) {
    return switch (this) {
      case Any ignored -> true;
      case Absent ignored -> current.equals(Version.NONE);
      case AtVersion at -> at.version().equals(current);
    };
  }
}
