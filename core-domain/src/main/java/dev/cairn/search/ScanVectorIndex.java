package dev.cairn.search;

import static java.util.Objects.requireNonNull;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The reference: every search compares the query with every vector in full precision. Its answers
 * are exact and its time grows with the collection. Thread-safe.
 */
public final class ScanVectorIndex implements VectorIndex {
  private static final String FORMAT = "scan/1";

  private final VectorSpace space;
  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

  public ScanVectorIndex(VectorSpace space) {
    this.space = requireNonNull(space, "space");
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
    vectors.put(id, copy);
  }

  @Override
  public boolean remove(String id) {
    return vectors.remove(id) != null;
  }

  @Override
  public List<ScoredId> search(float[] query, int k, IdFilter filter, SearchHints hints) {
    VectorIndex.checkCount(k);
    space.check(query);
    requireNonNull(hints, "hints");
    PriorityQueue<ScoredId> best = new PriorityQueue<>(ScoredId.BEST_FIRST.reversed());
    if (filter instanceof IdFilter.Among among && among.ids().size() < vectors.size()) {
      for (String id : among.ids()) {
        float[] vector = vectors.get(id);
        if (vector != null) {
          offer(best, k, new ScoredId(id, space.metric().score(query, vector)));
        }
      }
    } else {
      vectors.forEach(
          (id, vector) -> {
            if (filter.accepts(id)) {
              offer(best, k, new ScoredId(id, space.metric().score(query, vector)));
            }
          });
    }
    List<ScoredId> hits = new ArrayList<>(best);
    hits.sort(ScoredId.BEST_FIRST);
    return List.copyOf(hits);
  }

  private static void offer(PriorityQueue<ScoredId> best, int k, ScoredId hit) {
    if (best.size() < k) {
      best.add(hit);
    } else if (ScoredId.BEST_FIRST.compare(hit, best.element()) < 0) {
      best.remove();
      best.add(hit);
    }
  }

  @Override
  public int size() {
    return vectors.size();
  }

  @Override
  public IndexMemory memory() {
    // An entry of the map, its share of the table and the header of an array.
    long ids = vectors.keySet().stream().mapToLong(id -> 88L + id.length()).sum();
    return new IndexMemory(vectors.size() * (16L + 4L * space.dimensions()), ids);
  }

  @Override
  public List<String> explain() {
    return List.of("scan: compares each query with all " + vectors.size() + " vectors, exactly");
  }

  @Override
  public void save(OutputStream out) throws IOException {
    Map<String, float[]> saved = Map.copyOf(vectors);
    IndexSnapshot.write(
        out,
        FORMAT,
        space,
        body -> {
          body.writeInt(saved.size());
          for (Map.Entry<String, float[]> entry : saved.entrySet()) {
            IndexSnapshot.writeId(body, entry.getKey());
            for (float number : entry.getValue()) {
              body.writeFloat(number);
            }
          }
        });
  }

  @Override
  public RestoreOutcome restore(InputStream snapshot, VectorSource source) throws IOException {
    if (!vectors.isEmpty()) {
      throw new IllegalStateException(
          "Only an empty index can be restored, but this one holds %d vectors."
              .formatted(vectors.size()));
    }
    try {
      IndexSnapshot.read(snapshot, FORMAT, space, this::readBody).forEach(this::put);
      return new RestoreOutcome.Restored(vectors.size());
    } catch (UnusableSnapshotException unusable) {
      source.forEach(this::put);
      return new RestoreOutcome.Rebuilt(vectors.size(), unusable.reason());
    }
  }

  private Map<String, float[]> readBody(DataInputStream body) throws IOException {
    Map<String, float[]> read = new HashMap<>();
    for (int left = body.readInt(); left > 0; left--) {
      String id = IndexSnapshot.readId(body);
      float[] vector = new float[space.dimensions()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = body.readFloat();
      }
      read.put(id, vector);
    }
    return read;
  }

  @Override
  public void close() {
    vectors.clear();
  }
}
