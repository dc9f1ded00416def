package dev.cairn.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The vector index port: finds the vectors of one {@link VectorSpace} that are nearest to a query.
 *
 * <p>An index is derived from what the store holds and can always be made anew. Thread-safe: a
 * search neither waits for writers nor makes them wait. A search sees every put and removal that
 * had returned before it began, and may see those that run beside it. It returns an id at most
 * once.
 */
public interface VectorIndex extends AutoCloseable {

  VectorSpace space();

  /**
   * Adds a vector, or replaces the one that {@code id} had. The array is not kept.
   *
   * @throws IllegalArgumentException as {@link VectorSpace#check} does; the index is unchanged then
   */
  void put(String id, float[] vector);

  /**
   * Removes a vector.
   *
   * @return whether there was one
   */
  boolean remove(String id);

  /**
   * Finds the best {@code k} that the filter accepts, in the order of {@link ScoredId#BEST_FIRST};
   * fewer if there are fewer. An approximate index may miss some of the best; what it returns has
   * the score that its own form of the vector gives.
   *
   * @throws IllegalArgumentException as {@link VectorSpace#check} does, or if {@code k} is below 1
   */
  List<ScoredId> search(float[] query, int k, IdFilter filter, SearchHints hints);

  /** Finds the best {@code k} of all, with the default hints. */
  default List<ScoredId> search(float[] query, int k) {
    return search(query, k, IdFilter.ALL, SearchHints.DEFAULT);
  }

  /** How many vectors a search may find. */
  int size();

  IndexMemory memory();

  /**
   * How well recent searches found what is there, against the exact answer from the same rows;
   * empty if the index is exact or has not compared any yet.
   */
  default Optional<WatchedRecall> watchedRecall() {
    return Optional.empty();
  }

  /**
   * Whether the index has the structure that it wants for what it holds. Until then it works in the
   * background, searches take longer, and a snapshot would make the next start do that work again.
   */
  default boolean isSettled() {
    return true;
  }

  /**
   * What the index has decided and why, for an operator: one fact a line. The wording may change.
   */
  List<String> explain();

  /**
   * Writes a snapshot: a cache that makes the next start fast. It holds at least what was put
   * before the call. The stream stays open.
   */
  void save(OutputStream out) throws IOException;

  /**
   * Fills this empty index from a snapshot, or from {@code source} if the snapshot is damaged, cut
   * short, of another format or of another space. The source is not asked otherwise.
   *
   * @throws IllegalStateException if the index is not empty
   * @throws IOException if the stream cannot be read; damage is no such error
   */
  RestoreOutcome restore(InputStream snapshot, VectorSource source) throws IOException;

  /**
   * Writes the index as objects that {@link VectorIndexFactory#open} can search where they are.
   *
   * @return false, with nothing written, if this index cannot, or holds too little for it to be of
   *     use
   */
  default boolean publish(BlockSink sink) throws IOException {
    return false;
  }

  /** Ends background work. The index must not be used afterwards. */
  @Override
  void close();

  /**
   * Checks the number of wanted hits.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  static void checkCount(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          "The number of wanted hits must be at least 1, but is " + k + ".");
    }
  }
}
