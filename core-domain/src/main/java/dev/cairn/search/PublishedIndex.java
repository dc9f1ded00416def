package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import dev.cairn.store.Version;

/**
 * An index as it was published.
 *
 * @param asOf it holds at least what the store held at this version, and may hold some of what came
 *     later
 * @param label what its publisher wanted to be known of it
 */
public record PublishedIndex(Version asOf, String label, StoredBlocks blocks) {
  public PublishedIndex {
    requireNonNull(asOf, "asOf");
    requireNonNull(label, "label");
    requireNonNull(blocks, "blocks");
  }
}
