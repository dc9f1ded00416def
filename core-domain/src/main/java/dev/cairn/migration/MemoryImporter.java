package dev.cairn.migration;

import java.nio.file.Path;

/** Reads data of one other system, or of one common form. Thread-safe. */
public interface MemoryImporter {

  /**
   * Whether the source, a file or a folder that is there, looks like data of this system; reads a
   * little of it and changes nothing.
   */
  boolean recognizes(Path source);

  /**
   * Whether it takes files of a common form, so that importers that know a system's own form are
   * asked first.
   */
  default boolean isGeneral() {
    return false;
  }

  /**
   * Reads the whole source in order, and tells the target what it holds and what it could not take.
   * Never guesses: what has two meanings is read as it stands and told as {@link
   * ImportNotice.Kind#AMBIGUOUS}.
   *
   * @throws ImportException if the source cannot be read at all
   */
  void read(Path source, ImportTarget target);
}
