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
 * {@code user_id}, {@code category} and {@code key} if it starts with these three in this order and
 * they are those of the merged document.
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
    JsonObject document = fact.storedDocument();
    if (!(document.find(MEMBER).orElseThrow() instanceof JsonObject merged)
        || !(merged.find("count").orElse(JsonNull.NULL) instanceof JsonNumber count)
        || !(merged.find("occurrences").orElse(JsonNull.NULL) instanceof JsonArray array)) {
      throw unreadable();
    }
    List<Fact> facts = new ArrayList<>(array.size());
    for (JsonValue element : array.elements()) {
      if (!(element instanceof JsonObject occurrence)) {
        throw unreadable();
      }
      facts.add(restore(occurrence, document));
    }
    return new Occurrences(facts, wholeNumber(count));
  }

  private static long wholeNumber(JsonNumber count) {
    try {
      return Long.parseLong(count.text());
    } catch (NumberFormatException notWhole) {
      throw unreadable();
    }
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

  /**
   * @param merged the document that gets the member
   */
  JsonObject toJson(JsonObject merged) {
    List<JsonValue> documents = new ArrayList<>(facts.size());
    for (Fact fact : facts) {
      documents.add(shorten(fact.document(), merged));
    }
    return JsonObject.builder()
        .put("count", count)
        .put("occurrences", new JsonArray(documents))
        .build();
  }

  /**
   * @throws InvalidMemoryException if the member is there but not as Cairn writes it
   */
  static void requireReadable(Fact fact) {
    if (!isReadable(fact)) {
      throw unreadable();
    }
  }

  private static boolean isReadable(Fact fact) {
    try {
      Occurrences occurrences = of(fact);
      return !occurrences.facts.isEmpty()
          && occurrences.count >= occurrences.facts.size()
          && occurrences.facts.stream()
              .allMatch(o -> o.factKey().equals(fact.factKey()) && !o.isMerged());
    } catch (InvalidMemoryException unreadable) {
      return false;
    }
  }

  private static InvalidMemoryException unreadable() {
    return new InvalidMemoryException(
        "The field '%s' is kept for what was merged into a fact, but holds something else. Use another name."
            .formatted(MEMBER));
  }

  private static JsonObject shorten(JsonObject document, JsonObject merged) {
    if (!startsWithIdentityOf(merged, document)) {
      return document;
    }
    JsonObject rest = document;
    for (String name : IDENTITY) {
      rest = rest.without(name);
    }
    return rest;
  }

  private static boolean startsWithIdentityOf(JsonObject merged, JsonObject document) {
    return document.size() >= IDENTITY.size()
        && document.names().subList(0, IDENTITY.size()).equals(IDENTITY)
        && IDENTITY.stream().allMatch(name -> document.find(name).equals(merged.find(name)));
  }

  private static Fact restore(JsonObject document, JsonObject merged) {
    if (document.has("user_id")) {
      return Fact.ofStored(document);
    }
    JsonObject.Builder full = JsonObject.builder();
    for (String name : IDENTITY) {
      full.put(name, merged.find(name).orElseThrow());
    }
    for (int i = 0; i < document.size(); i++) {
      full.put(document.name(i), document.value(i));
    }
    return Fact.ofStored(full.build());
  }
}
