package dev.cairn.retrieval;

import static java.util.Objects.requireNonNull;

import dev.cairn.store.RecordId;

/**
 * A record that a vector is near to.
 *
 * @param score as the metric of its vector space says; higher is nearer
 */
public record Near(RecordId id, double score) {
  public Near {
    requireNonNull(id, "id");
  }
}
