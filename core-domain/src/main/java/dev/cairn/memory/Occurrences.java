package dev.cairn.memory;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The different facts that were merged into one, oldest first, as the member {@value #MEMBER} of
 * its document: {@code {"count": n, "occurrences": [document, …]}}. A document there leaves out
 * {@code user_id}, {@code category} and {@code key} if it starts with these three in this order.
 *
 * @param count how many there were, of which at most {@link #MAX_KEPT} are kept
 */
record Occurrences(List<Fact> facts, long count) {
  static final String MEMBER = "_merged";

  /**
   * Bounds what a fact that is repeated for years costs: the first half and the latest half stay.
   */
  static final int MAX_KEPT = 1_000;

  private static final List<String> IDENTITY = List.of("user_id", "category", "key");

  /** By time, those without a time first, then by text: one order for any order of arrival. */
  private static final Comparator<Fact> ORDER =
      Comparator.comparing((Fact fact) -> fact.timestamp().orElse(Instant.MIN))
          .thenComparing(fact -> fact.document().toString());

  static Occurrences of(Fact fact) {
    if (!fact.isMerged()) {
      return new Occurrences(List.of(fact), 1);
    }
    JsonObject merged = requireReadable(fact.storedDocument());
    List<Fact> facts = new ArrayList<>();
    for (JsonValue element : array(merged).elements()) {
      facts.add(restore((JsonObject) element, fact));
    }
    long count = ((JsonNumber) merged.find("count").orElseThrow()).decimalValue().longValue();
    return new Occurrences(facts, count);
  }

  /** Different facts that are told apart by their whole documents. */
  static Occurrences union(Collection<Fact> facts) {
    TreeSet<Fact> different = new TreeSet<>(ORDER);
    long dropped = 0;
    for (Fact fact : facts) {
      Occurrences own = of(fact);
      different.addAll(own.facts());
      dropped = Math.max(dropped, own.count() - own.facts().size());
    }
    long count = different.size() + dropped;
    List<Fact> kept = new ArrayList<>(different);
    if (kept.size() > MAX_KEPT) {
      kept.subList(MAX_KEPT / 2, kept.size() - MAX_KEPT / 2).clear();
    }
    return new Occurrences(kept, count);
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("count", count)
        .put(
            "occurrences",
            new JsonArray(facts.stream().<JsonValue>map(Occurrences::shorten).toList()))
        .build();
  }

  static JsonObject requireReadable(JsonObject document) {
    if (document.find(MEMBER).orElseThrow() instanceof JsonObject merged
        && merged.find("count").orElse(JsonNull.NULL) instanceof JsonNumber
        && merged.find("occurrences").orElse(JsonNull.NULL) instanceof JsonArray array
        && array.elements().stream().allMatch(JsonObject.class::isInstance)) {
      return merged;
    }
    throw new InvalidMemoryException(
        "The field '%s' is kept for what was merged into a fact, but holds something else. Use another name."
            .formatted(MEMBER));
  }

  private static JsonArray array(JsonObject merged) {
    return (JsonArray) merged.find("occurrences").orElseThrow();
  }

  private static JsonObject shorten(Fact fact) {
    JsonObject document = fact.document();
    if (!startsWithIdentity(document)) {
      return document;
    }
    JsonObject rest = document;
    for (String name : IDENTITY) {
      rest = rest.without(name);
    }
    return rest;
  }

  private static boolean startsWithIdentity(JsonObject document) {
    return document.size() >= IDENTITY.size()
        && document.names().subList(0, IDENTITY.size()).equals(IDENTITY);
  }

  private static Fact restore(JsonObject document, Fact merged) {
    if (document.has("user_id")) {
      return Fact.ofStored(document);
    }
    JsonObject.Builder full = JsonObject.builder();
    for (String name : IDENTITY) {
      full.put(name, merged.storedDocument().find(name).orElseThrow());
    }
    for (int i = 0; i < document.size(); i++) {
      full.put(document.name(i), document.value(i));
    }
    return Fact.ofStored(full.build());
  }
}
