package dev.cairn.retrieval;

import java.util.List;

/**
 * What a search found.
 *
 * @param hits best first
 * @param notEmbedded how many texts have no vector yet, so that only words find them
 */
public record SearchResult(List<SearchHit> hits, long notEmbedded) {
  public SearchResult {
    hits = List.copyOf(hits);
  }
}
