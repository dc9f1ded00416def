package dev.cairn.langchain4j;

import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.search.FieldPath;
import dev.cairn.search.Filter;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ids that have a value in a field, for those fields that filters have asked for by equality.
 * One thread at a time may change it, while others read.
 */
final class FieldPostings {
  private final Map<String, Map<JsonValue, Set<String>>> fields = new ConcurrentHashMap<>();

  /** Takes in that the metadata of an id are others now. */
  void change(String id, JsonObject before, JsonObject after) {
    fields.forEach(
        (name, postings) -> {
          before.find(name).flatMap(FieldPostings::key).ifPresent(it -> remove(postings, it, id));
          after.find(name).flatMap(FieldPostings::key).ifPresent(it -> add(postings, it, id));
        });
  }

  /** Starts to keep those fields of a filter that are not kept yet. */
  void keepFieldsOf(Filter filter, Map<String, JsonObject> metadata) {
    for (String name : unknownFields(filter)) {
      Map<JsonValue, Set<String>> postings = new ConcurrentHashMap<>();
      metadata.forEach(
          (id, values) ->
              values.find(name).flatMap(FieldPostings::key).ifPresent(it -> add(postings, it, id)));
      fields.put(name, postings);
    }
  }

  private static void add(Map<JsonValue, Set<String>> postings, JsonValue key, String id) {
    postings.computeIfAbsent(key, ignored -> ConcurrentHashMap.newKeySet()).add(id);
  }

  private static void remove(Map<JsonValue, Set<String>> postings, JsonValue key, String id) {
    postings.computeIfPresent(
        key,
        (ignored, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  /** The fields that would have to be kept to answer for this filter. */
  Set<String> unknownFields(Filter filter) {
    Set<String> unknown = new HashSet<>();
    collect(filter, unknown);
    unknown.removeAll(fields.keySet());
    return unknown;
  }

  private static void collect(Filter filter, Set<String> names) {
    switch (filter) {
      case Filter.Eq eq -> name(eq.path()).ifPresent(names::add);
      case Filter.In in -> name(in.path()).ifPresent(names::add);
      case Filter.And and -> and.all().forEach(part -> collect(part, names));
      case Filter.Or or -> or.any().forEach(part -> collect(part, names));
      default -> {}
    }
  }

  /** Ids among which are all that meet the filter; empty if that cannot be told from here. */
  Optional<Set<String>> among(Filter filter) {
    return switch (filter) {
      case Filter.Eq eq -> ids(eq.path(), List.of(eq.value()));
      case Filter.In in -> ids(in.path(), in.values());
      case Filter.And and ->
          and.all().stream()
              .flatMap(part -> among(part).stream())
              .min(Comparator.comparingInt(Set::size));
      case Filter.Or or -> {
        Set<String> all = new HashSet<>();
        boolean told = true;
        for (Filter part : or.any()) {
          Optional<Set<String>> some = among(part);
          told &= some.isPresent();
          some.ifPresent(all::addAll);
        }
        yield told ? Optional.of(all) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Optional<Set<String>> ids(FieldPath path, List<JsonValue> values) {
    Optional<Map<JsonValue, Set<String>>> postings =
        name(path).flatMap(name -> Optional.ofNullable(fields.get(name)));
    List<JsonValue> keys = values.stream().flatMap(value -> key(value).stream()).toList();
    if (postings.isEmpty() || keys.size() < values.size()) {
      return Optional.empty();
    }
    if (keys.size() == 1) {
      return Optional.of(postings.get().getOrDefault(keys.getFirst(), Set.of()));
    }
    Set<String> all = new HashSet<>();
    keys.forEach(key -> all.addAll(postings.get().getOrDefault(key, Set.of())));
    return Optional.of(all);
  }

  private static Optional<String> name(FieldPath path) {
    return path.names().size() == 1 ? Optional.of(path.names().getFirst()) : Optional.empty();
  }

  /** One for all values that a filter takes for equal; none for numbers out of any range. */
  private static Optional<JsonValue> key(JsonValue value) {
    if (!(value instanceof JsonNumber number)) {
      return Optional.of(value);
    }
    try {
      new BigDecimal(number.text());
      return Optional.of(new JsonNumber(number.canonicalText()));
    } catch (NumberFormatException outOfRange) {
      return Optional.empty();
    }
  }
}
