package dev.cairn.search.lucene;

import dev.cairn.search.IdFilter;
import dev.cairn.search.Metric;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/** One search: the graph finds candidates, whose scores are then made exact. */
final class GraphSearch {
  static final String VECTOR = "vector";

  private final IndexSearcher searcher;
  private final Metric metric;
  private final float[] query;
  private final Optional<Query> filter;

  GraphSearch(IndexSearcher searcher, Metric metric, float[] query, IdFilter filter) {
    this.searcher = searcher;
    this.metric = metric;
    this.query = query;
    this.filter = IdQueries.of(filter);
  }

  List<ScoredId> best(int k, SearchHints hints) throws IOException {
    int size = searcher.getIndexReader().numDocs();
    if (size == 0) {
      return List.of();
    }
    int most = Math.min(k, size);
    long candidates = GraphEffort.candidates(most, hints.recall());
    if (hints.recall() == 1 || candidates >= size / 2) {
      return compareAll(most);
    }
    List<ScoredId> hits = searchGraph(most, (int) candidates);
    // Parts of a graph may be out of reach: no hit that exists is left out.
    return hits.size() < most ? compareAll(most) : hits;
  }

  private List<ScoredId> searchGraph(int k, int candidates) throws IOException {
    KnnFloatVectorQuery graph =
        filter
            .map(accepted -> new KnnFloatVectorQuery(VECTOR, query, candidates, accepted))
            .orElseGet(() -> new KnnFloatVectorQuery(VECTOR, query, candidates));
    ScoreDoc[] found = searcher.search(graph, candidates).scoreDocs;
    Arrays.sort(found, Comparator.comparingInt(hit -> hit.doc));
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    List<ScoredId> hits = new ArrayList<>(found.length);
    int next = 0;
    while (next < found.length) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(found[next].doc, leaves));
      int end = leaf.docBase + leaf.reader().maxDoc();
      Rows rows = new Rows(leaf);
      for (; next < found.length && found[next].doc < end; next++) {
        hits.add(rows.score(found[next].doc - leaf.docBase));
      }
    }
    hits.sort(ScoredId.BEST_FIRST);
    return List.copyOf(hits.subList(0, Math.min(k, hits.size())));
  }

  private List<ScoredId> compareAll(int k) throws IOException {
    PriorityQueue<ScoredId> best = new PriorityQueue<>(ScoredId.BEST_FIRST.reversed());
    Query accepted = searcher.rewrite(filter.orElse(MatchAllDocsQuery.INSTANCE));
    Weight weight = searcher.createWeight(accepted, ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      Bits living = leaf.reader().getLiveDocs();
      Rows rows = new Rows(leaf);
      DocIdSetIterator documents = scorer.iterator();
      for (int document = documents.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = documents.nextDoc()) {
        if (living == null || living.get(document)) {
          best.add(rows.score(document));
          if (best.size() > k) {
            best.poll();
          }
        }
      }
    }
    return best.stream().sorted(ScoredId.BEST_FIRST).toList();
  }

  /** All ids that a search may find. */
  static List<String> ids(IndexSearcher searcher) throws IOException {
    List<String> ids = new ArrayList<>();
    IndexReader reader = searcher.getIndexReader();
    for (LeafReaderContext leaf : reader.leaves()) {
      Bits living = leaf.reader().getLiveDocs();
      IdQueries.Reader names = new IdQueries.Reader(leaf.reader());
      for (int document = 0; document < leaf.reader().maxDoc(); document++) {
        if (living == null || living.get(document)) {
          ids.add(names.id(document));
        }
      }
    }
    return ids;
  }

  /** The rows of one segment, read in ascending order. */
  private final class Rows {
    private final FloatVectorValues values;
    private final KnnVectorValues.DocIndexIterator positions;
    private final IdQueries.Reader ids;

    Rows(LeafReaderContext leaf) throws IOException {
      values = leaf.reader().getFloatVectorValues(VECTOR);
      positions = values.iterator();
      ids = new IdQueries.Reader(leaf.reader());
    }

    ScoredId score(int document) throws IOException {
      positions.advance(document);
      double score = metric.score(query, values.vectorValue(positions.index()));
      return new ScoredId(ids.id(document), score);
    }
  }
}
