package dev.cairn.importer.brainy;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Buckets and folders of Brainy 0.9 to 7.19, in any mixture of their layouts. */
final class BrainyFormat implements LegacyFormat {
  static final String NAME = "brainy";

  private static final int PROBED = 3;
  private static final List<String> DERIVED =
      List.of("index/", "_system/", "change-log/", "statistics/", "branches/main/_system/");
  private static final String LOCKS = "locks/";

  /** Objects of the index of metadata, which stand among the metadata of nouns. */
  private static final List<String> INDEX_IDS =
      List.of("__metadata_index__", "__metadata_field_index__");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean recognizes(LegacyObjects objects) {
    return Layout.all().stream()
        .map(Layout::vectors)
        .distinct()
        .flatMap(prefix -> objects.list(prefix, "", PROBED).objects().stream())
        .filter(listed -> roleOf(listed.key()) instanceof Role.Part)
        .flatMap(listed -> objects.read(listed.key()).stream())
        .anyMatch(found -> isVectorObject(found.body()));
  }

  private static boolean isVectorObject(byte[] body) {
    try {
      return JsonValue.parse(body) instanceof JsonObject object
          && Bodies.text(object, "id").isPresent()
          && Bodies.find(object, "vector").filter(JsonArray.class::isInstance).isPresent();
    } catch (JsonException other) {
      return false;
    }
  }

  @Override
  public Role roleOf(String key) {
    if (key.startsWith(LOCKS)) {
      return new Role.Derived();
    }
    if (!key.endsWith(".json")) {
      return new Role.Foreign();
    }
    if (DERIVED.stream().anyMatch(key::startsWith)) {
      return new Role.Derived();
    }
    Optional<ItemId> item = Layout.itemAt(key);
    if (item.isEmpty()) {
      return new Role.Foreign();
    }
    return INDEX_IDS.stream().anyMatch(item.get().id()::startsWith)
        ? new Role.Derived()
        : new Role.Part(item.get());
  }

  @Override
  public List<String> keysOf(ItemId item) {
    return Stream.concat(Layout.vectorKeys(item).stream(), Layout.metadataKeys(item).stream())
        .toList();
  }

  @Override
  public Item read(ItemId item, Map<String, byte[]> parts) {
    try {
      List<String> oddities = new ArrayList<>();
      List<JsonObject> bodies = new ArrayList<>();
      boolean others = false;
      for (JsonValue body : bodies(Layout.vectorKeys(item), parts)) {
        boolean own =
            body instanceof JsonObject object
                && Bodies.text(object, "id").filter(item.id()::equals).isPresent();
        others |= !own;
        if (own) {
          bodies.add((JsonObject) body);
        }
      }
      if (bodies.isEmpty()) {
        return new Item.Skipped(reason(item, parts, others));
      }
      if (bodies.stream().map(BrainyFormat::vectorOf).distinct().count() > 1) {
        oddities.add("layouts differ in its vector; the later layout counts");
      }
      List<JsonValue> metadata = bodies(Layout.metadataKeys(item), parts);
      List<JsonValue> given =
          metadata.stream().filter(body -> !(body instanceof JsonNull)).toList();
      if (given.stream().distinct().count() > 1) {
        oddities.add("layouts differ in its metadata; the later layout counts");
      }
      Optional<JsonValue> stored =
          given.stream().findFirst().or(() -> metadata.stream().findFirst());
      return switch (item.kind()) {
        case NOUN -> Nouns.read(item.id(), bodies.getFirst(), stored, oddities);
        case VERB ->
            Verbs.read(
                item.id(),
                bodies.getFirst(),
                stored.filter(JsonObject.class::isInstance).map(JsonObject.class::cast),
                oddities);
      };
    } catch (JsonException unreadable) {
      return new Item.Skipped("one of its objects is not JSON: cut off or altered");
    }
  }

  /** Why there is no item. */
  private static String reason(ItemId item, Map<String, byte[]> parts, boolean others) {
    if (others) {
      return "the object under its name is of another id, or none of this system";
    }
    return isStatistics(item, parts)
        ? "it is the store's statistics, which are counted anew"
        : "only its metadata is there: it was deleted or half written";
  }

  /** Folders of 0.36 have them among the metadata of nouns. */
  private static boolean isStatistics(ItemId item, Map<String, byte[]> parts) {
    return bodies(Layout.metadataKeys(item), parts).stream()
        .anyMatch(
            body ->
                body instanceof JsonObject object
                    && object.has("nounCount")
                    && object.has("hnswIndexSize"));
  }

  private static JsonValue vectorOf(JsonObject body) {
    return Bodies.or(body, "vector", JsonNull.NULL);
  }

  private static List<JsonValue> bodies(List<String> keys, Map<String, byte[]> parts) {
    return keys.stream()
        .filter(parts::containsKey)
        .map(key -> JsonValue.parse(parts.getOrDefault(key, new byte[0])))
        .toList();
  }

  @Override
  public Optional<Map<String, byte[]>> write(Noun noun, List<String> existing) {
    if (noun.vector().isEmpty()) {
      return Optional.empty();
    }
    Objects objects = new Objects();
    for (Layout layout : Layout.toKeep(Kind.NOUN, existing, Layout.NOUNS)) {
      objects.put(
          layout.vectorKey(noun.id()),
          layout.isBranch() ? Nouns.vectorOfVersion7(noun) : Nouns.vector(noun));
      objects.put(layout.metadataKey(noun.id()), Nouns.metadata(noun));
    }
    return objects.all();
  }

  @Override
  public Optional<Map<String, byte[]>> write(Verb verb, List<String> existing) {
    boolean split = existing.stream().anyMatch(key -> key.startsWith(Layout.OLD_VERBS.metadata()));
    Objects objects = new Objects();
    for (Layout layout : Layout.toKeep(Kind.VERB, existing, Layout.VERBS)) {
      if (layout.isOneObject() && !split) {
        objects.put(layout.vectorKey(verb.id()), Verbs.whole(verb));
      } else if (layout.isBranch()) {
        objects.put(layout.vectorKey(verb.id()), Verbs.vectorOfVersion7(verb));
        objects.put(layout.metadataKey(verb.id()), Verbs.metadataOfVersion7(verb));
      } else {
        objects.put(layout.vectorKey(verb.id()), Verbs.vector(verb));
        objects.put(layout.metadataKey(verb.id()), Verbs.metadata(verb));
      }
    }
    return objects.all();
  }

  /** Bodies by key, unless one of them can have no key. Not thread-safe. */
  private static final class Objects {
    private final Map<String, byte[]> bodies = new LinkedHashMap<>();
    private boolean possible = true;

    void put(Optional<String> key, JsonObject body) {
      possible &= key.isPresent();
      key.ifPresent(name -> bodies.put(name, JavaScript.bytes(body)));
    }

    Optional<Map<String, byte[]>> all() {
      return possible ? Optional.of(bodies) : Optional.empty();
    }
  }
}
