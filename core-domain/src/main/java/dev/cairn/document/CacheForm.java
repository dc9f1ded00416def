package dev.cairn.document;

/** How a store keeps documents in its cache. */
public enum CacheForm {
  /** Decoded once, when they are read from the record store: fast to read. */
  EXPANDED,
  /** As payloads, decoded at each read: small in memory. */
  COMPRESSED
}
