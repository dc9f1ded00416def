package dev.cairn.store;

/**
 * A position in a store's commit order. Each write has its own; a later write has a greater one.
 *
 * @param position 0 before the first write, then counting up, not necessarily without gaps
 */
public record Version(long position) implements Comparable<Version> {
  public static final Version NONE = new Version(0);

  public Version {
    if (position < 0) {
      throw new IllegalArgumentException("A version is 0 or greater, but is " + position + ".");
    }
  }

  public boolean isAfter(Version other) {
    return position > other.position;
  }

  @Override
  public int compareTo(Version other) {
    return Long.compare(position, other.position);
  }

  @Override
  public String toString() {
    return Long.toString(position);
  }
}
