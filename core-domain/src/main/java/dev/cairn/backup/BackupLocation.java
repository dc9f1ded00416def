package dev.cairn.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Where backups are kept, each under a name. Thread-safe. */
public interface BackupLocation {

  /** The names of all that is there, in order. */
  List<String> names() throws IOException;

  /**
   * Writes a new file. It is there whole when this returns, and not at all if this fails.
   *
   * @throws BackupException if the name is taken
   */
  void write(String name, Body body) throws IOException;

  /** Reads a file. */
  InputStream open(String name) throws IOException;

  /** The location for people, without secrets. */
  @Override
  String toString();

  /** Writes the bytes of a file. */
  @FunctionalInterface
  interface Body {
    void write(OutputStream out) throws IOException;
  }
}
