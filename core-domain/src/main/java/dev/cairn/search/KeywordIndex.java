package dev.cairn.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * The keyword index port: finds texts by the words they share with a query.
 *
 * <p>An index is derived from what the store holds and can always be made anew. Thread-safe. A
 * search sees every put and removal that had returned before it began, and may see those that run
 * beside it. It returns an id at most once.
 */
public interface KeywordIndex extends AutoCloseable {
  /** The field of {@link #put(String, String)}. */
  String TEXT = "text";

  /** The longest id, in bytes of UTF-8. */
  int MAX_ID_BYTES = 32_000;

  /**
   * Adds a text, or replaces all that {@code id} had.
   *
   * @param fields texts by the name of their field; a name is not empty
   * @throws IllegalArgumentException if a field has no name, or the id is longer than {@link
   *     #MAX_ID_BYTES} or has half of a surrogate pair; the index is unchanged then
   */
  void put(String id, Map<String, String> fields);

  /** Adds a text as the only field, {@link #TEXT}. */
  default void put(String id, String text) {
    put(id, Map.of(TEXT, text));
  }

  /** Removes what {@code id} has, if it has something. */
  void remove(String id);

  /**
   * Finds the best {@code k} that share a word with the query and that the filter accepts, in the
   * order of {@link ScoredId#BEST_FIRST}. Scores are above 0 and compare within one search only.
   *
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  List<ScoredId> search(KeywordQuery query, int k, IdFilter filter);

  /** Finds the best {@code k} for a text in all fields. */
  default List<ScoredId> search(String text, int k) {
    return search(KeywordQuery.of(text), k, IdFilter.ALL);
  }

  /**
   * What the words of a query add to the score of an id, most first: empty if they share none or
   * the id is not there. They add up to the score that a search gives.
   */
  List<WordScore> wordsOf(KeywordQuery query, String id);

  /** How many ids a search may find. */
  int size();

  /** What the index holds in memory, in bytes; an estimate. */
  long memoryBytes();

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
   * short, or of another format or analysis. The source is not asked otherwise.
   *
   * @throws IllegalStateException if the index is not empty
   * @throws IOException if the stream cannot be read; damage is no such error
   */
  RestoreOutcome restore(InputStream snapshot, TextSource source) throws IOException;

  /** Gives back what the index holds. It must not be used afterwards. */
  @Override
  void close();
}
