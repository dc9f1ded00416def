package dev.cairn.importer.other;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.Noun;
import dev.cairn.graph.NounTypes;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.memory.InvalidMemoryException;
import dev.cairn.migration.ImportTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hands memories on as facts, and relations as verbs between nouns of these names. Not thread-safe.
 *
 * <p>A fact's user is the memory's user, or else its agent, application or run; its category the
 * first of the memory's categories, or {@code memory}; its key the memory's id; its value the text.
 * All other members are kept beside them.
 */
final class Mem0Items {
  private static final String TEXT = "memory";
  private static final String CATEGORIES = "categories";
  private static final List<String> OWNERS = List.of("user_id", "agent_id", "app_id", "run_id");

  private final ImportTarget target;
  private final Set<String> known = new HashSet<>();

  Mem0Items(ImportTarget target) {
    this.target = target;
  }

  static boolean isMemory(JsonObject item) {
    return text(item, TEXT).isPresent() && text(item, "id").isPresent();
  }

  void memory(JsonValue value, String place) {
    if (!(value instanceof JsonObject memory) || !isMemory(memory)) {
      Reasons.skipped(target, place, "it is no memory with an id and a text");
      return;
    }
    Optional<String> owner =
        OWNERS.stream().flatMap(name -> text(memory, name).stream()).findFirst();
    if (owner.isEmpty()) {
      Reasons.skipped(target, place, "the memory says of none of %s whose it is".formatted(OWNERS));
      return;
    }
    JsonObject.Builder fact =
        JsonObject.builder()
            .put("user_id", owner.get())
            .put("category", category(memory))
            .put("key", text(memory, "id").orElseThrow())
            .put("value", text(memory, TEXT).orElseThrow());
    text(memory, "updated_at")
        .or(() -> text(memory, "created_at"))
        .ifPresent(time -> fact.put("timestamp", time));
    memory
        .find(CATEGORIES)
        .filter(JsonArray.class::isInstance)
        .ifPresent(categories -> fact.put("tags", categories));
    for (int i = 0; i < memory.size(); i++) {
      String name = memory.name(i);
      if (!name.equals("id") && !name.equals(TEXT) && !name.equals(CATEGORIES)) {
        fact.putIfAbsent(name, memory.value(i));
      }
    }
    try {
      target.fact(Fact.ofDocument(fact.build()), place);
    } catch (InvalidMemoryException refused) {
      Reasons.skipped(target, place, refused);
    }
  }

  private static String category(JsonObject memory) {
    return memory.find(CATEGORIES).orElse(JsonNull.NULL) instanceof JsonArray categories
            && categories.size() > 0
            && categories.get(0) instanceof JsonString first
            && !first.value().isBlank()
        ? first.value()
        : TEXT;
  }

  void relation(JsonValue value, String place) {
    if (value instanceof JsonObject relation) {
      Optional<String> source = text(relation, "source");
      Optional<String> end = text(relation, "target").or(() -> text(relation, "destination"));
      Optional<String> type = text(relation, "relationship").or(() -> text(relation, "relation"));
      if (source.isPresent() && end.isPresent() && type.isPresent()) {
        try {
          noun(source.get(), place);
          noun(end.get(), place);
          target.verb(Verb.relation(source.get(), type.get(), end.get()), place);
        } catch (InvalidGraphException refused) {
          Reasons.skipped(target, place, refused);
        }
        return;
      }
    }
    Reasons.skipped(target, place, "it is no relation with a source, a relationship and a target");
  }

  private void noun(String name, String place) {
    if (known.add(name)) {
      target.noun(Noun.of(name, NounTypes.THING).withText(name), place);
    }
  }

  private static Optional<String> text(JsonObject item, String name) {
    return item.find(name)
        .filter(JsonString.class::isInstance)
        .map(value -> ((JsonString) value).value())
        .filter(text -> !text.isBlank());
  }
}
