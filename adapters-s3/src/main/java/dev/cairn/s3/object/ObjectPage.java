package dev.cairn.s3.object;

import java.util.List;
import java.util.Optional;

/**
 * A part of a listing.
 *
 * @param next the {@code after} of the next page; empty if this is the last
 */
public record ObjectPage(List<Entry> entries, Optional<String> next) {
  public ObjectPage {
    entries = List.copyOf(entries);
  }

  /**
   * One object.
   *
   * @param etag changes whenever the object does
   * @param size in bytes
   */
  public record Entry(String key, String etag, long size) {}
}
