package dev.cairn.search.lucene;

import dev.cairn.search.IdFilter;
import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** Filters in Lucene's form. */
final class IdQueries {
  private IdQueries() {}

  /** A query for what the filter accepts; empty if that is all. */
  static Optional<Query> of(IdFilter filter) {
    return switch (filter) {
      case IdFilter.All ignored -> Optional.empty();
      case IdFilter.Among among ->
          Optional.of(
              new TermInSetQuery(LuceneIndex.ID, among.ids().stream().map(BytesRef::new).toList()));
      case IdFilter.Matching matching -> Optional.of(new IdCondition(matching.condition()));
    };
  }

  /** The ids of one segment; not thread-safe. */
  static final class Reader {
    private final SortedDocValues ids;

    Reader(LeafReader leaf) throws IOException {
      ids = DocValues.getSorted(leaf, LuceneIndex.ID);
    }

    /** The id of a document; documents must be asked for in ascending order. */
    String id(int document) throws IOException {
      if (!ids.advanceExact(document)) {
        throw new IllegalStateException("A document of the index has no id");
      }
      return ids.lookupOrd(ids.ordValue()).utf8ToString();
    }
  }
}
