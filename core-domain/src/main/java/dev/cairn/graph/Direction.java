package dev.cairn.graph;

/** Which way verbs are followed. */
public enum Direction {
  /** From source to target. */
  OUT,
  /** From target to source. */
  IN,
  /** Both ways. */
  BOTH;

  Direction reversed() {
    return switch (this) {
      case OUT -> IN;
      case IN -> OUT;
      case BOTH -> BOTH;
    };
  }
}
