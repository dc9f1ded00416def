package dev.cairn.memory;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Merges facts that say the same: same user, category, key and value, where {@code 1} equals {@code
 * 1.0} and composed letters equal decomposed ones. Thread-safe.
 *
 * <p>Merging is idempotent, commutative and associative, and reversible: the merged fact keeps the
 * facts that went in. Its members are those of the latest fact, completed by members that only
 * older ones have; the greatest importance and confidence that are numbers; and, unless switched
 * off, the sources and tags of all, each once, oldest first (a single source stays a text, several
 * become a list).
 *
 * @param preserveSources whether all sources are kept, or the oldest fact's alone
 * @param mergeTags whether all tags are kept, or the oldest fact's alone
 */
public record FactMerger(boolean preserveSources, boolean mergeTags) {

  public FactMerger() {
    this(true, true);
  }

  /** Whether two facts say the same. */
  public boolean areDuplicates(Fact a, Fact b) {
    return a.factKey().equals(b.factKey()) && Same.of(a.value()).equals(Same.of(b.value()));
  }

  /**
   * The one fact that stands for both.
   *
   * @throws IllegalArgumentException if they are not duplicates
   */
  public Fact merge(Fact a, Fact b) {
    if (!areDuplicates(a, b)) {
      throw new IllegalArgumentException(
          "Only facts with one user, category, key and value can be merged, but these differ.");
    }
    return merge(List.of(a, b));
  }

  /** The facts with all duplicates merged, each where its first one stood. */
  public List<Fact> mergeAll(Collection<Fact> facts) {
    record Identity(FactKey key, JsonValue value) {}
    Map<Identity, List<Fact>> groups = new LinkedHashMap<>();
    for (Fact fact : facts) {
      groups
          .computeIfAbsent(
              new Identity(fact.factKey(), Same.of(fact.value())), identity -> new ArrayList<>())
          .add(fact);
    }
    return groups.values().stream().map(g -> g.size() == 1 ? g.getFirst() : merge(g)).toList();
  }

  private Fact merge(Collection<Fact> facts) {
    Occurrences occurrences = Occurrences.union(facts);
    List<Fact> all = occurrences.facts();
    if (occurrences.count() == 1) {
      return all.getFirst();
    }
    List<Fact> known = new ArrayList<>(all);
    // What a merged fact once took from facts that it has not kept is in its own members alone.
    facts.stream().filter(f -> f.occurrenceCount() > f.occurrences().size()).forEach(known::add);
    JsonObject.Builder merged = all.getLast().document().toBuilder();
    for (Fact older : all.reversed()) {
      complete(merged, older.document());
    }
    known.forEach(fact -> complete(merged, fact.document()));
    greatest(known, "importance").ifPresent(number -> merged.put("importance", number));
    greatest(known, "confidence").ifPresent(number -> merged.put("confidence", number));
    combined(known, "source", preserveSources, FactMerger::unwrapSingle)
        .ifPresent(sources -> merged.put("source", sources));
    combined(known, "tags", mergeTags, array -> array).ifPresent(tags -> merged.put("tags", tags));
    combined(known, "turns", true, array -> array).ifPresent(turns -> merged.put("turns", turns));
    JsonObject document = merged.build();
    return Fact.ofStored(document.with(Occurrences.MEMBER, occurrences.toJson(document)));
  }

  private static void complete(JsonObject.Builder merged, JsonObject older) {
    for (int i = 0; i < older.size(); i++) {
      merged.putIfAbsent(older.name(i), older.value(i));
    }
  }

  private static Optional<JsonValue> greatest(List<Fact> facts, String name) {
    @Nullable JsonNumber greatest = null;
    for (Fact fact : facts) {
      if (fact.field(name).orElse(JsonNull.NULL) instanceof JsonNumber number
          && (greatest == null || number.doubleValue() > greatest.doubleValue())) {
        greatest = number;
      }
    }
    return Optional.ofNullable(greatest);
  }

  private static Optional<JsonValue> combined(
      List<Fact> facts, String name, boolean ofAll, Function<JsonArray, JsonValue> shape) {
    List<JsonValue> given =
        facts.stream()
            .flatMap(fact -> fact.field(name).stream())
            .filter(value -> value != JsonNull.NULL)
            .toList();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (!ofAll || given.stream().distinct().count() == 1) {
      return Optional.of(given.getFirst());
    }
    SequencedSet<JsonValue> each = new LinkedHashSet<>();
    for (JsonValue value : given) {
      if (value instanceof JsonArray array) {
        each.addAll(array.elements());
      } else {
        each.add(value);
      }
    }
    return Optional.of(shape.apply(new JsonArray(List.copyOf(each))));
  }

  private static JsonValue unwrapSingle(JsonArray sources) {
    return sources.size() == 1 ? sources.get(0) : sources;
  }

  /** Values in a form in which those that say the same are equal. */
  private static final class Same {
    private Same() {}

    static JsonValue of(JsonValue value) {
      return switch (value) {
        case JsonNumber number -> new JsonNumber(number.canonicalText());
        case JsonString string ->
            new JsonString(Normalizer.normalize(string.value(), Normalizer.Form.NFC));
        case JsonArray array -> new JsonArray(array.elements().stream().map(Same::of).toList());
        case JsonObject object -> {
          JsonObject.Builder same = JsonObject.builder();
          for (int i = 0; i < object.size(); i++) {
            same.put(object.name(i), of(object.value(i)));
          }
          yield same.build();
        }
        case JsonValue other -> other;
      };
    }
  }
}
