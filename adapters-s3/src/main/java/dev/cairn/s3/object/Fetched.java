package dev.cairn.s3.object;

import java.time.Instant;

/** What came of a read. */
public sealed interface Fetched {

  /**
   * The object, or the part that was asked for.
   *
   * @param etag to be handed to {@link ObjectStore#putIfMatch}, without meaning otherwise
   * @param lastModified when it was written, by the store's clock
   * @param at when the store answered, by its clock
   */
  record Found(byte[] bytes, String etag, Instant lastModified, Instant at) implements Fetched {}

  /** No object has this key. */
  record Missing() implements Fetched {}

  /** The store gave no usable answer; asking again may help. */
  record Unavailable(String reason) implements Fetched {}
}
