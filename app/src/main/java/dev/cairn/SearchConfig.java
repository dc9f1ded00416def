package dev.cairn;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.retrieval.SearchKind;
import dev.cairn.search.SearchHints;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is searchable and how. A component that is null in the constructor has its default.
 *
 * @param kinds what is searchable; nouns unless given
 * @param vector the vector index; {@code partitioned} unless given
 * @param keyword the keyword index; {@code lucene} unless given
 * @param embedding the model that makes vectors of texts, such as {@code minilm}, whose plugin must
 *     be on the class path; {@code none} unless given
 * @param recall the share of the nearest vectors that a search shall find, above 0 and up to 1;
 *     0.95 unless given
 * @param snapshots the folder where indexes are kept between starts, for this store alone; {@code
 *     none} for none. Unless given, a folder next to the file of SQLite with {@code -search} behind
 *     its name, and none for other stores
 */
public record SearchConfig(
    List<SearchKind> kinds,
    Component vector,
    Component keyword,
    Component embedding,
    Double recall,
    String snapshots) {
  static final String NONE = "none";
  private static final String BESIDE = "beside";

  /**
   * @throws IllegalArgumentException if the recall is out of its range
   */
  public SearchConfig {
    kinds = kinds == null || kinds.isEmpty() ? List.of(SearchKind.NOUN) : List.copyOf(kinds);
    vector = vector == null ? named("partitioned") : vector;
    keyword = keyword == null ? named("lucene") : keyword;
    embedding = embedding == null ? named(NONE) : embedding;
    recall = recall == null ? SearchHints.DEFAULT.recall() : new SearchHints(recall).recall();
    snapshots = snapshots == null ? BESIDE : snapshots;
  }

  private static Component named(String type) {
    return new Component(type, JsonObject.EMPTY);
  }

  /** Nouns by words, and by the vectors that they are given. */
  @SuppressWarnings("NullAway") // the constructor puts defaults in the place of null
  public static SearchConfig defaults() {
    return new SearchConfig(List.of(), null, null, null, null, null);
  }

  /** A copy with other kinds that are searchable. */
  public SearchConfig withKinds(SearchKind... newKinds) {
    return new SearchConfig(List.of(newKinds), vector, keyword, embedding, recall, snapshots);
  }

  /** A copy with another vector index. */
  public SearchConfig withVector(Component newVector) {
    return new SearchConfig(kinds, newVector, keyword, embedding, recall, snapshots);
  }

  /** A copy with another embedding model. */
  public SearchConfig withEmbedding(String name) {
    return new SearchConfig(kinds, vector, keyword, named(name), recall, snapshots);
  }

  /** A copy with another embedding model and its settings. */
  public SearchConfig withEmbedding(Component model) {
    return new SearchConfig(kinds, vector, keyword, model, recall, snapshots);
  }

  /** A copy that finds more or less of the nearest vectors. */
  public SearchConfig withRecall(double newRecall) {
    return new SearchConfig(kinds, vector, keyword, embedding, newRecall, snapshots);
  }

  /** A copy that keeps indexes in another folder. */
  public SearchConfig withSnapshots(Path folder) {
    return new SearchConfig(kinds, vector, keyword, embedding, recall, folder.toString());
  }

  /** A copy that keeps no indexes between starts. */
  public SearchConfig withoutSnapshots() {
    return new SearchConfig(kinds, vector, keyword, embedding, recall, NONE);
  }

  /** Where indexes of a store are kept between starts. */
  Optional<Path> snapshotFolder(Component storage) {
    if (snapshots.equals(NONE)) {
      return Optional.empty();
    }
    if (!snapshots.equals(BESIDE)) {
      return Optional.of(Path.of(snapshots));
    }
    return storage.type().equals("sqlite")
        ? storage.config().find("file").map(file -> Path.of(file(file) + "-search"))
        : Optional.empty();
  }

  private static String file(JsonValue value) {
    return value instanceof JsonString text ? text.value() : value.toString();
  }
}
