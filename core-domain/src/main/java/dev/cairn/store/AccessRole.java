package dev.cairn.store;

/** What a process may do with a store. */
public enum AccessRole {
  /** Reads records. */
  READER,
  /** Also writes them and takes leases. */
  WRITER,
  /** Also compacts and erases. */
  JANITOR
}
