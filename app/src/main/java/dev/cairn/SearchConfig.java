package dev.cairn;

import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.retrieval.SearchKind;
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
 * @param snapshots the folder where indexes are kept between starts, for this store alone; {@code
 *     none} for none. Unless given, a folder next to the file of SQLite with {@code -search} behind
 *     its name, and none for other stores
 */
public record SearchConfig(
    List<SearchKind> kinds, String vector, String keyword, String embedding, String snapshots) {
  static final String NONE = "none";
  private static final String BESIDE = "beside";

  public SearchConfig {
    kinds = kinds == null || kinds.isEmpty() ? List.of(SearchKind.NOUN) : List.copyOf(kinds);
    vector = vector == null ? "partitioned" : vector;
    keyword = keyword == null ? "lucene" : keyword;
    embedding = embedding == null ? NONE : embedding;
    snapshots = snapshots == null ? BESIDE : snapshots;
  }

  /** Nouns by words, and by the vectors that they are given. */
  public static SearchConfig defaults() {
    return new SearchConfig(List.of(), "partitioned", "lucene", NONE, BESIDE);
  }

  /** A copy with other kinds that are searchable. */
  public SearchConfig withKinds(SearchKind... newKinds) {
    return new SearchConfig(List.of(newKinds), vector, keyword, embedding, snapshots);
  }

  /** A copy with another embedding model. */
  public SearchConfig withEmbedding(String name) {
    return new SearchConfig(kinds, vector, keyword, name, snapshots);
  }

  /** A copy that keeps indexes in another folder. */
  public SearchConfig withSnapshots(Path folder) {
    return new SearchConfig(kinds, vector, keyword, embedding, folder.toString());
  }

  /** A copy that keeps no indexes between starts. */
  public SearchConfig withoutSnapshots() {
    return new SearchConfig(kinds, vector, keyword, embedding, NONE);
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
