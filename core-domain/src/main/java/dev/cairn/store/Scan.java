package dev.cairn.store;

import java.util.Optional;

/**
 * Which records to read, in order of partition and id.
 *
 * @param partition only this partition, or all if empty
 * @param idPrefix only ids that start with this text; empty for all
 * @param after only records behind this place
 * @param limit how many at most, 1 to {@link #MAX_LIMIT}
 */
public record Scan(
    String namespace,
    String kind,
    Optional<String> partition,
    String idPrefix,
    Optional<Cursor> after,
    int limit) {

  public static final int MAX_LIMIT = 10_000;

  public Scan {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "A page has 1 to %d records, but %d were asked for.".formatted(MAX_LIMIT, limit));
    }
  }

  public static Scan of(String namespace, String kind) {
    return new Scan(namespace, kind, Optional.empty(), "", Optional.empty(), MAX_LIMIT);
  }

  public static Scan of(String namespace, String kind, String partition) {
    return new Scan(namespace, kind, Optional.of(partition), "", Optional.empty(), MAX_LIMIT);
  }

  public Scan withIdPrefix(String prefix) {
    return new Scan(namespace, kind, partition, prefix, after, limit);
  }

  public Scan withAfter(Cursor cursor) {
    return new Scan(namespace, kind, partition, idPrefix, Optional.of(cursor), limit);
  }

  public Scan withLimit(int newLimit) {
    return new Scan(namespace, kind, partition, idPrefix, after, newLimit);
  }
}
