package dev.cairn.search.lucene;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.IdFilter;
import dev.cairn.search.IndexSnapshot;
import dev.cairn.search.KeywordIndex;
import dev.cairn.search.KeywordQuery;
import dev.cairn.search.RestoreOutcome;
import dev.cairn.search.ScoredId;
import dev.cairn.search.TextSource;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.WordScore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;

/** The index of words. A field of a text is a field of Lucene with a prefix. */
final class LuceneKeywordIndex implements KeywordIndex {
  private static final String PREFIX = "text.";
  private static final int MOST_FIELDS = 256;
  private static final Sort BEST_FIRST =
      new Sort(SortField.FIELD_SCORE, new SortField(LuceneIndex.ID, SortField.Type.STRING));

  private final Words words;
  private final FieldType type = new FieldType();
  private final Set<String> fields = ConcurrentHashMap.newKeySet();
  private volatile LuceneIndex index;

  LuceneKeywordIndex(Words words) {
    this.words = words;
    index = LuceneIndex.empty(words.writing());
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
  }

  @Override
  public void put(String id, Map<String, String> texts) {
    check(id);
    Document document = new Document();
    texts.forEach(
        (field, text) -> {
          check(id, field);
          document.add(new Field(PREFIX + field, WordAnalyzer.whole(text), type));
        });
    index.put(id, document);
  }

  private static void check(String id) {
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_ID_BYTES) {
      throw new IllegalArgumentException(
          "An id must have at most %d bytes, but this one has %d.".formatted(MAX_ID_BYTES, bytes));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
      throw new IllegalArgumentException(
          "An id must be text, but this one of %d characters has half of a surrogate pair."
              .formatted(id.length()));
    }
  }

  private void check(String id, String field) {
    if (field.isEmpty()) {
      throw new IllegalArgumentException("A field of '%s' has no name.".formatted(id));
    }
    if (!fields.contains(field)) {
      if (fields.size() >= MOST_FIELDS) {
        throw new IllegalArgumentException(
            "An index of words has at most %d fields, and '%s' would be another. Join texts that are searched together."
                .formatted(MOST_FIELDS, field));
      }
      fields.add(field);
    }
  }

  @Override
  public void remove(String id) {
    index.remove(requireNonNull(id, "id"));
  }

  @Override
  public List<ScoredId> search(KeywordQuery query, int k, IdFilter filter) {
    VectorIndex.checkCount(k);
    requireNonNull(filter, "filter");
    return index.search(searcher -> search(searcher, query, k, filter));
  }

  private List<ScoredId> search(IndexSearcher searcher, KeywordQuery query, int k, IdFilter filter)
      throws IOException {
    IndexReader reader = searcher.getIndexReader();
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    words.terms(query.text(), fieldsOf(query, reader), reader).values().stream()
        .flatMap(List::stream)
        .forEach(term -> any.add(term, BooleanClause.Occur.SHOULD));
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(any.build(), BooleanClause.Occur.MUST);
    IdQueries.of(filter).ifPresent(ids -> all.add(ids, BooleanClause.Occur.FILTER));
    int most = Math.min(k, Math.max(1, reader.maxDoc()));
    ScoreDoc[] found = searcher.search(all.build(), most, BEST_FIRST, true).scoreDocs;
    List<ScoredId> hits = new ArrayList<>(found.length);
    for (ScoreDoc hit : found) {
      List<LeafReaderContext> leaves = reader.leaves();
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      String id = new IdQueries.Reader(leaf.reader()).id(hit.doc - leaf.docBase);
      hits.add(new ScoredId(id, hit.score));
    }
    hits.sort(ScoredId.BEST_FIRST);
    return List.copyOf(hits);
  }

  private static List<String> fieldsOf(KeywordQuery query, IndexReader reader) {
    Set<String> names = new TreeSet<>();
    for (String field : FieldInfos.getIndexedFields(reader)) {
      if (field.startsWith(PREFIX)
          && (query.fields().isEmpty()
              || query.fields().contains(field.substring(PREFIX.length())))) {
        names.add(field);
      }
    }
    return List.copyOf(names);
  }

  @Override
  public List<WordScore> wordsOf(KeywordQuery query, String id) {
    return index.search(
        searcher -> {
          IndexReader reader = searcher.getIndexReader();
          ScoreDoc[] found =
              searcher.search(new TermQuery(new Term(LuceneIndex.ID, id)), 1).scoreDocs;
          List<WordScore> scores = new ArrayList<>();
          if (found.length == 0) {
            return scores;
          }
          var terms = words.terms(query.text(), fieldsOf(query, reader), reader);
          for (Map.Entry<String, List<TermQuery>> word : terms.entrySet()) {
            double score = 0;
            for (TermQuery term : word.getValue()) {
              score += searcher.explain(term, found[0].doc).getValue().doubleValue();
            }
            if (score > 0) {
              scores.add(new WordScore(word.getKey(), score));
            }
          }
          scores.sort(
              Comparator.comparingDouble(WordScore::score)
                  .reversed()
                  .thenComparing(WordScore::word));
          return List.copyOf(scores);
        });
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public long memoryBytes() {
    return index.bytes();
  }

  @Override
  public List<String> explain() {
    return List.of(
        words.describe(),
        "texts: %d in %d segments, fields %s"
            .formatted(index.size(), index.segments(), new TreeSet<>(fields)));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    IndexSnapshot.write(out, words.format(), index::save);
  }

  @Override
  public RestoreOutcome restore(InputStream snapshot, TextSource source) throws IOException {
    if (size() > 0) {
      throw new IllegalStateException(
          "Only an empty index can be restored, but this one holds %d texts.".formatted(size()));
    }
    try {
      Directory files = IndexSnapshot.read(snapshot, words.format(), LuceneIndex::read);
      LuceneIndex empty = index;
      index = new LuceneIndex(files, words.writing());
      empty.close();
      index.search(searcher -> fieldsOf(KeywordQuery.of(""), searcher.getIndexReader())).stream()
          .map(field -> field.substring(PREFIX.length()))
          .forEach(fields::add);
      return new RestoreOutcome.Restored(size());
    } catch (UnusableSnapshotException unusable) {
      source.forEach(this::put);
      return new RestoreOutcome.Rebuilt(size(), unusable.reason());
    }
  }

  @Override
  public void close() {
    index.close();
  }
}
