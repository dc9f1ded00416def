package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyObjects;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What must hold whatever happened. */
final class SimCheck {
  private SimCheck() {}

  /** How the old home and the target differ; empty if they are the same. */
  static String mismatch(SimWorld world, boolean exceptConflicts) {
    Map<String, Content> old = old(world);
    Map<String, Content> present = target(world);
    Set<String> names = new HashSet<>(old.keySet());
    names.addAll(present.keySet());
    if (exceptConflicts) {
      Set<String> open = open(world);
      names.removeIf(name -> isOpen(open, present.getOrDefault(name, old.get(name))));
    }
    for (String name : names) {
      if (!Objects.equals(old.get(name), present.get(name))) {
        return "%s is %s in the old home, %s in the target"
            .formatted(name, shown(old.get(name)), shown(present.get(name)));
      }
    }
    return "";
  }

  /**
   * Items that may differ: those that are held or were never taken over, and after a rollback those
   * that somebody wrote after the last look.
   */
  private static Set<String> open(SimWorld world) {
    Set<String> open = new HashSet<>();
    world.migration().conflicts().stream()
        .filter(it -> it.policy() == StragglerPolicy.HOLD)
        .forEach(it -> open.add(it.item()));
    for (String item : items()) {
      boolean straggler =
          world.phase() == Phase.LEGACY
              && Translation.of(new TwoPartFormat()).keysOf(item).stream()
                  .anyMatch(world::isOfOldWriter);
      if (straggler || world.isLeftAlone(item)) {
        open.add(item);
      }
    }
    return open;
  }

  private static boolean isOpen(Set<String> open, Content content) {
    return open.contains(content.name())
        || (content instanceof Content.OfVerb it
            && (open.contains(ItemNames.NOUN + it.verb().source())
                || open.contains(ItemNames.NOUN + it.verb().target())));
  }

  private static String shown(Content content) {
    return switch (content) {
      case null -> "nothing";
      case Content.OfNoun it -> it.noun().toJson().toString();
      case Content.OfVerb it -> it.verb().toJson().toString();
      case Content.OfRecord it -> it.name();
    };
  }

  private static Map<String, Content> old(SimWorld world) {
    Translation translation = Translation.of(new TwoPartFormat());
    Map<String, Content> nouns = new TreeMap<>();
    Map<String, Content> verbs = new TreeMap<>();
    for (String item : items()) {
      Map<String, byte[]> parts = new TreeMap<>();
      for (String key : translation.keysOf(item)) {
        Optional<LegacyObjects.Found> found = world.objects.read(key);
        found.ifPresent(it -> parts.put(key, it.body()));
      }
      if (!parts.isEmpty() && translation.read(item, parts) instanceof Translation.Reading.Of of) {
        (item.startsWith(ItemNames.NOUN) ? nouns : verbs).put(item, of.content());
      }
    }
    verbs.values().stream()
        .map(Content.OfVerb.class::cast)
        .filter(it -> nouns.containsKey(ItemNames.NOUN + it.verb().source()))
        .filter(it -> nouns.containsKey(ItemNames.NOUN + it.verb().target()))
        .forEach(it -> nouns.put(it.name(), it));
    return nouns;
  }

  private static Map<String, Content> target(SimWorld world) {
    Map<String, Content> found = new TreeMap<>();
    for (int i = 0; i < SimWorld.NOUNS; i++) {
      world.graph.getNoun("n" + i).ifPresent(it -> add(found, new Content.OfNoun(it)));
    }
    for (int i = 0; i < SimWorld.VERBS; i++) {
      world.graph.getVerb("v" + i).ifPresent(it -> add(found, new Content.OfVerb(it)));
    }
    return found;
  }

  private static void add(Map<String, Content> found, Content content) {
    found.put(content.name(), content);
  }

  private static List<String> items() {
    return Stream.concat(
            IntStream.range(0, SimWorld.NOUNS).mapToObj(i -> "noun/n" + i),
            IntStream.range(0, SimWorld.VERBS).mapToObj(i -> "verb/v" + i))
        .toList();
  }

  /** Each last write of an old writer is in the target, the old home or a conflict. */
  static void atTheEnd(SimWorld world) {
    List<Conflict> conflicts = world.migration().conflicts();
    world.lastWritten.forEach(
        (key, body) -> {
          if (body.isPresent()
              && !world.lastTag.get(key).equals(world.recordedAtCutover.get(key))
              && !isThere(world, key)
              && conflicts.stream().noneMatch(it -> holds(it, key, body.get()))) {
            throw new AssertionError("a straggler's write to %s was lost silently".formatted(key));
          }
        });
    String mismatch = mismatch(world, true);
    if (!mismatch.isEmpty()) {
      throw new AssertionError("the mirror differs: " + mismatch);
    }
    List<String> faults = world.graph.audit();
    if (!faults.isEmpty()) {
      throw new AssertionError("the graph is broken: " + faults);
    }
  }

  private static boolean isThere(SimWorld world, String key) {
    return world
        .objects
        .read(key)
        .filter(it -> it.tag().equals(world.lastTag.get(key)))
        .isPresent();
  }

  private static boolean holds(Conflict conflict, String key, byte[] body) {
    byte[] kept = conflict.parts().get(key);
    return kept != null && Arrays.equals(kept, body);
  }
}
