package dev.cairn.retrieval;

import dev.cairn.json.JsonObject;
import dev.cairn.search.FusedHit;
import dev.cairn.store.RecordId;
import java.util.List;

/**
 * One thing that a search found.
 *
 * @param id its record: for facts and turns the partition is the user; for nouns the id is the
 *     noun's
 * @param score 0 to 1, of this search only: 1 for what is best by every source
 * @param parts what each source gave to the score
 * @param fields as filters see it
 */
public record SearchHit(
    SearchKind kind, RecordId id, double score, List<FusedHit.Part> parts, JsonObject fields) {
  public SearchHit {
    parts = List.copyOf(parts);
  }
}
