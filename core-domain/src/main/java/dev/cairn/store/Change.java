package dev.cairn.store;

import java.time.Instant;

/**
 * One entry of the change log.
 *
 * @param version the version that the write made
 * @param before the version that it replaced or removed, {@link Version#NONE} if there was none
 * @param at the writer's clock at the commit
 */
public record Change(
    Version version, RecordId id, Type type, Version before, Author author, Instant at) {

  /** What happened to the record. */
  public enum Type {
    PUT,
    DELETE
  }
}
