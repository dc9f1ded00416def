package dev.cairn.retrieval;

import dev.cairn.search.FusedHit;
import dev.cairn.search.IdFilter;
import dev.cairn.search.KeywordQuery;
import dev.cairn.search.WordScore;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says why one record is not among the hits of a search.
 *
 * @param index which the search uses
 */
record WhyNot(Search search, SearchSources sources, SearchIndex index, SearchRequest request) {

  List<String> tell(RecordId id, IdFilter filter) {
    Optional<Searchable> item = sources.read(List.of(id)).stream().findFirst();
    if (item.isEmpty()) {
      return List.of(
          SearchKind.of(id.kind()).filter(sources.kinds()::contains).isPresent()
              ? "It is not in the store."
              : "Records of kind '%s' are not searchable; searchable are %s."
                  .formatted(id.kind(), sources.kinds()));
    }
    if (!filter.accepts(SearchableId.of(id))) {
      return List.of("The search's kinds, user or filter do not admit it.");
    }
    List<String> lines = new ArrayList<>();
    SearchResult found = search.search(request);
    for (int i = 0; i < found.hits().size(); i++) {
      SearchHit hit = found.hits().get(i);
      if (hit.id().equals(id)) {
        lines.add(String.format(Locale.ROOT, "It is hit %d, with score %.3f.", i + 1, hit.score()));
        hit.parts().forEach(part -> lines.add(describe(part)));
        return lines;
      }
    }
    lines.add(
        found.hits().isEmpty()
            ? "Nothing was found."
            : String.format(
                Locale.ROOT,
                "%d others were better; the last of them has score %.3f.",
                found.hits().size(),
                found.hits().getLast().score()));
    if (request.text().isPresent()) {
      List<WordScore> shared =
          index
              .current()
              .words()
              .orElseThrow()
              .wordsOf(KeywordQuery.of(request.text().get()), SearchableId.of(id));
      lines.add(
          shared.isEmpty()
              ? "It shares no word with the query."
              : "It shares with the query: "
                  + String.join(", ", shared.stream().map(WordScore::word).toList()));
    }
    lines.add(
        "Ask for more hits to see its rank"
            + (index.notEmbedded() > 0
                ? "; texts without a vector are found by words only."
                : "."));
    return lines;
  }

  static String describe(FusedHit.Part part) {
    return String.format(
        Locale.ROOT,
        "%s: rank %d, score %.4f, gives %.3f",
        part.source(),
        part.rank(),
        part.score(),
        part.share());
  }
}
