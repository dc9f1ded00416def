package dev.cairn.memory;

import dev.cairn.store.Author;
import dev.cairn.store.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * A fact as one save made it.
 *
 * @param version the position of that save
 * @param at the writer's clock at that save; empty if neither the change log nor the history knows
 *     it any more, which counts as longest ago
 * @param by who saved it; empty as {@code at}
 * @param replacedAt when it was replaced or deleted, by the clock of who did it; empty if it is the
 *     current one or was saved as a past value
 * @param replacedBy who replaced or deleted it
 * @param deleted whether it was deleted, rather than replaced
 * @param closed until when it was true, if a later value of a single-valued category took its place
 *     or it was saved as a past value
 */
public record FactVersion(
    Version version,
    Fact fact,
    Optional<Instant> at,
    Optional<Author> by,
    Optional<Instant> replacedAt,
    Optional<Author> replacedBy,
    boolean deleted,
    Optional<Instant> closed) {

  /** Whether this is what the memory says of the fact at present. */
  public boolean isCurrent() {
    return replacedAt.isEmpty() && closed.isEmpty();
  }
}
