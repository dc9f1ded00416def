package dev.cairn.importer.brainy;

import dev.cairn.migration.legacy.LegacyFormat.ItemId;
import dev.cairn.migration.legacy.LegacyFormat.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One of the ways in which versions laid an item over a vector object and a metadata object:
 *
 * <pre>
 * 7       branches/main/entities/KINDs/SHARD/ID/vectors.json, …/metadata.json
 * 0.48-1  entities/KINDs/vectors/ID.json, entities/KINDs/metadata/ID.json
 * 0.14-   nouns/ID.json, metadata/ID.json; verbs/ID.json, from 0.35 on also verb-metadata/ID.json
 * 0.9-    default/ID.json or a folder for the type of noun; metadata/ID.json
 * </pre>
 *
 * SHARD is the first two characters of ID, which may hold slashes but in version 7.
 *
 * @param vectors what the key of the vector object begins with
 * @param metadata what the key of the metadata object begins with
 */
record Layout(Kind kind, String vectors, String metadata) {
  private static final String END = ".json";
  private static final String VECTORS_END = "/vectors.json";
  private static final String METADATA_END = "/metadata.json";
  private static final int SHARD = 2;

  static final Layout BRANCH_NOUNS = branch(Kind.NOUN, "branches/main/entities/nouns/");
  static final Layout BRANCH_VERBS = branch(Kind.VERB, "branches/main/entities/verbs/");
  static final Layout NOUNS =
      new Layout(Kind.NOUN, "entities/nouns/vectors/", "entities/nouns/metadata/");
  static final Layout VERBS =
      new Layout(Kind.VERB, "entities/verbs/vectors/", "entities/verbs/metadata/");
  static final Layout OLD_NOUNS = new Layout(Kind.NOUN, "nouns/", "metadata/");
  static final Layout OLD_VERBS = new Layout(Kind.VERB, "verbs/", "verb-metadata/");

  /** A noun's first object had no type yet; the later one in a folder of its type counts. */
  private static final List<Layout> TYPED =
      Stream.concat(
              Stream.of("person", "place", "thing", "event", "concept", "content")
                  .flatMap(type -> Stream.of("nouns/" + type + "/", type + "/")),
              Stream.of("default/"))
          .map(prefix -> new Layout(Kind.NOUN, prefix, "metadata/"))
          .toList();

  /** Where 0.35 and later said that metadata of nouns would be. */
  private static final Layout PLANNED = new Layout(Kind.NOUN, "nouns/", "noun-metadata/");

  /** All, those that count first; of two that begin alike, the longer comes first in TYPED. */
  private static final List<Layout> ALL =
      Stream.of(
              List.of(BRANCH_NOUNS, BRANCH_VERBS, NOUNS, VERBS),
              List.of(OLD_NOUNS, OLD_VERBS),
              TYPED,
              List.of(PLANNED))
          .flatMap(List::stream)
          .toList();

  private static Layout branch(Kind kind, String prefix) {
    return new Layout(kind, prefix, prefix);
  }

  static List<Layout> all() {
    return ALL;
  }

  boolean isBranch() {
    return vectors.equals(metadata);
  }

  /** Whether a vector object of this layout may hold the whole item. */
  boolean isOneObject() {
    return this.equals(OLD_VERBS);
  }

  Optional<String> vectorKey(String id) {
    return isBranch() ? sharded(id, VECTORS_END) : Optional.of(vectors + id + END);
  }

  Optional<String> metadataKey(String id) {
    return isBranch() ? sharded(id, METADATA_END) : Optional.of(metadata + id + END);
  }

  private Optional<String> sharded(String id, String end) {
    return id.length() < SHARD || id.contains("/")
        ? Optional.empty()
        : Optional.of(vectors + id.substring(0, SHARD) + "/" + id + end);
  }

  boolean holdsVectorAt(String key) {
    return idOf(key, vectors, VECTORS_END).isPresent() && of(key).filter(this::equals).isPresent();
  }

  private boolean holds(String key) {
    return idOf(key, vectors, VECTORS_END).isPresent()
        || idOf(key, metadata, METADATA_END).isPresent();
  }

  /** The id in a key. */
  private Optional<String> idOf(String key, String prefix, String branchEnd) {
    String end = isBranch() ? branchEnd : END;
    if (!key.startsWith(prefix) || key.length() <= prefix.length() + end.length()) {
      return Optional.empty();
    }
    if (!key.endsWith(end)) {
      return Optional.empty();
    }
    String id = key.substring(prefix.length(), key.length() - end.length());
    if (!isBranch()) {
      return Optional.of(id);
    }
    int slash = id.indexOf('/');
    String name = id.substring(slash + 1);
    return sharded(name, end).filter(key::equals).map(same -> name);
  }

  /** The layout that a key is of; a noun in a folder of its type has that one. */
  static Optional<Layout> of(String key) {
    return Stream.concat(TYPED.stream(), ALL.stream())
        .filter(layout -> layout.holds(key) && !layout.isTypedMetadata(key))
        .findFirst();
  }

  /** The folders for types keep no metadata; it is where the next layout has it. */
  private boolean isTypedMetadata(String key) {
    return TYPED.contains(this) && !key.startsWith(vectors);
  }

  /** The item that a key belongs to. */
  static Optional<ItemId> itemAt(String key) {
    return of(key)
        .flatMap(
            layout ->
                layout
                    .idOf(key, layout.vectors, VECTORS_END)
                    .or(() -> layout.idOf(key, layout.metadata, METADATA_END))
                    .map(id -> new ItemId(layout.kind, id)));
  }

  static List<String> vectorKeys(ItemId item) {
    Set<String> keys = new LinkedHashSet<>();
    of(item.kind()).forEach(layout -> layout.vectorKey(item.id()).ifPresent(keys::add));
    return new ArrayList<>(keys);
  }

  static List<String> metadataKeys(ItemId item) {
    Set<String> keys = new LinkedHashSet<>();
    of(item.kind()).forEach(layout -> layout.metadataKey(item.id()).ifPresent(keys::add));
    return new ArrayList<>(keys);
  }

  private static Stream<Layout> of(Kind kind) {
    return ALL.stream().filter(layout -> layout.kind() == kind);
  }

  /** The layouts of vector objects among these keys, or those of any; never none. */
  static Set<Layout> toKeep(Kind kind, List<String> existing, Layout otherwise) {
    Set<Layout> layouts = new LinkedHashSet<>();
    of(kind)
        .filter(layout -> existing.stream().anyMatch(layout::holdsVectorAt))
        .forEach(layouts::add);
    if (layouts.isEmpty()) {
      existing.stream()
          .flatMap(key -> of(key).stream())
          .filter(layout -> layout.kind() == kind)
          .forEach(layouts::add);
    }
    return layouts.isEmpty() ? Set.of(otherwise) : layouts;
  }
}
