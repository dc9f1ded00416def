package dev.cairn.migration.live;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.json.JsonObject;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Write;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** That somebody else wrote objects of an item after the cutover. Used once; not thread-safe. */
final class StragglerWrite {
  private final ObjectWork work;
  private final String item;
  private final Set<String> keys;
  private final Map<String, LegacyObjects.Found> found;
  private final Map<String, byte[]> parts = new TreeMap<>();
  private final String name;

  /**
   * @param keys the objects that somebody wrote or deleted
   * @param found the objects of any item that are there
   */
  StragglerWrite(
      ObjectWork work, String item, Set<String> keys, Map<String, LegacyObjects.Found> found) {
    this.work = work;
    this.item = item;
    this.keys = keys;
    this.found = found;
    found.forEach((key, object) -> parts.put(key, object.body()));
    String other = work.journal().notes(List.of(item)).getOrDefault(item, ItemNote.NONE).content();
    this.name = other.isEmpty() ? item : other;
  }

  private Optional<Content> current() {
    return work.target().current(List.of(name)).getFirst();
  }

  private Optional<Content> said() {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    return work.translation().read(item, parts) instanceof Translation.Reading.Of of
        ? Optional.of(of.content())
        : Optional.empty();
  }

  /** What becomes of it: what the policy says, as far as that is possible. */
  StragglerPolicy decide() {
    StragglerPolicy policy = work.state().stragglers();
    if (work.isHeld()) {
      return StragglerPolicy.HOLD; // nothing may be overwritten before the conflict is committed
    }
    if (policy != StragglerPolicy.IMPORT) {
      return policy;
    }
    Optional<Content> said = said();
    boolean possible =
        said.isPresent()
            ? said.get().name().equals(name)
                && work.target().missing(work.target().needs(said.get())).isEmpty()
            : parts.isEmpty() && work.target().dependents(name, 1).isEmpty();
    return possible ? StragglerPolicy.IMPORT : StragglerPolicy.KEEP_TARGET;
  }

  /**
   * Takes it into the target, and commits that with what else there is to write.
   *
   * @return false if somebody changed the target so that this cannot be; nothing was written then
   */
  boolean take(List<Write> writes) {
    List<Write> all = new ArrayList<>(writes);
    all.add(work.journal().conflict(conflict(StragglerPolicy.IMPORT)));
    Optional<Content> said = said();
    try {
      work.commit(
          work.state(),
          said.map(List::of).orElse(List.of()),
          said.isPresent() ? List.of() : List.of(name),
          all);
      return true;
    } catch (InvalidGraphException overtaken) {
      return false;
    }
  }

  Conflict conflict(StragglerPolicy policy) {
    StringBuilder seen = new StringBuilder(item);
    for (String key : keys) {
      LegacyObjects.Found there = found.get(key);
      seen.append('\n').append(key).append('\n').append(there == null ? "" : there.tag());
    }
    Optional<JsonObject> replaced =
        policy == StragglerPolicy.IMPORT ? current().map(StragglerWrite::json) : Optional.empty();
    return new Conflict(
        ObjectHash.of(seen.toString().getBytes(StandardCharsets.UTF_8)),
        item,
        parts,
        replaced,
        policy,
        work.clock().instant());
  }

  private static JsonObject json(Content content) {
    return switch (content) {
      case Content.OfNoun it -> it.noun().toJson();
      case Content.OfVerb it -> it.verb().toJson();
      case Content.OfRecord it ->
          JsonObject.builder()
              .put("bytes", Base64.getEncoder().encodeToString(it.payload().toBytes()))
              .build();
    };
  }
}
