package dev.cairn.search.lucene;

import static java.util.Objects.requireNonNull;

import dev.cairn.search.IdFilter;
import dev.cairn.search.IndexMemory;
import dev.cairn.search.IndexSnapshot;
import dev.cairn.search.Metric;
import dev.cairn.search.RestoreOutcome;
import dev.cairn.search.ScoredId;
import dev.cairn.search.SearchHints;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorSource;
import dev.cairn.search.VectorSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;

/** The index over Lucene's graph. A cosine is the inner product of vectors of length 1. */
final class HnswVectorIndex implements VectorIndex {
  private static final String FORMAT = "hnsw/1";
  private static final int BYTES_OF_AN_ENTRY = 96;

  private final VectorSpace space;
  private final GraphConfig config;
  private final VectorSimilarityFunction similarity;

  /** Changes with the index, so that a removal can tell whether there was something. */
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  private final Object writing = new Object();
  private volatile LuceneIndex index;

  HnswVectorIndex(VectorSpace space, GraphConfig config) {
    this.space = space;
    this.config = config;
    similarity =
        switch (space.metric()) {
          case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
          case DOT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
          case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
        };
    index = LuceneIndex.empty(writingConfig());
  }

  private IndexWriterConfig writingConfig() {
    return new IndexWriterConfig().setCodec(GraphFormat.codec(config));
  }

  @Override
  public VectorSpace space() {
    return space;
  }

  @Override
  public void put(String id, float[] vector) {
    requireNonNull(id, "id");
    float[] copy = vector.clone();
    space.check(copy);
    normalise(copy);
    Document document = new Document();
    document.add(new KnnFloatVectorField(GraphSearch.VECTOR, copy, similarity));
    synchronized (writing) {
      index.put(id, document);
      ids.add(id);
    }
  }

  private void normalise(float[] vector) {
    if (space.metric() != Metric.COSINE) {
      return;
    }
    double square = 0;
    for (float number : vector) {
      square += (double) number * number;
    }
    double inverse = 1 / Math.sqrt(square);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] * inverse);
    }
  }

  @Override
  public boolean remove(String id) {
    synchronized (writing) {
      if (!ids.remove(id)) {
        return false;
      }
      index.remove(id);
      return true;
    }
  }

  @Override
  public List<ScoredId> search(float[] query, int k, IdFilter filter, SearchHints hints) {
    VectorIndex.checkCount(k);
    space.check(query);
    requireNonNull(filter, "filter");
    float[] copy = query.clone();
    normalise(copy);
    return index.search(
        searcher -> new GraphSearch(searcher, space.metric(), copy, filter).best(k, hints));
  }

  @Override
  public int size() {
    return ids.size();
  }

  @Override
  public IndexMemory memory() {
    long bytesOfIds = ids.stream().mapToLong(id -> BYTES_OF_AN_ENTRY + id.length()).sum();
    return new IndexMemory(index.bytes(), bytesOfIds);
  }

  @Override
  public List<String> explain() {
    return List.of(
        "graph: Lucene HNSW, %d neighbours, beam %d, full precision"
            .formatted(config.chosenNeighbours(), config.chosenBeam()),
        "vectors: %d in %d segments, each a graph of its own".formatted(size(), index.segments()),
        "search for 10 at recall %.2f: %d candidates in each segment"
            .formatted(
                SearchHints.DEFAULT.recall(),
                GraphEffort.candidates(10, SearchHints.DEFAULT.recall())));
  }

  @Override
  public void save(OutputStream out) throws IOException {
    IndexSnapshot.write(out, FORMAT, space, index::save);
  }

  @Override
  public RestoreOutcome restore(InputStream snapshot, VectorSource source) throws IOException {
    if (size() > 0) {
      throw new IllegalStateException(
          "Only an empty index can be restored, but this one holds %d vectors.".formatted(size()));
    }
    try {
      Directory files = IndexSnapshot.read(snapshot, FORMAT, space, LuceneIndex::read);
      synchronized (writing) {
        LuceneIndex empty = index;
        index = new LuceneIndex(files, writingConfig());
        empty.close();
        ids.addAll(index.search(GraphSearch::ids));
      }
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
