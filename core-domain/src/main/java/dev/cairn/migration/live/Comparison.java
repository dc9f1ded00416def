package dev.cairn.migration.live;

import dev.cairn.backup.RecordSum;
import dev.cairn.migration.legacy.LegacyObjects;
import dev.cairn.store.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the whole source again, asks what it says, and compares that with what the target says.
 * Used once; not thread-safe.
 */
final class Comparison {
  private static final int MAX_TOLD = 20;
  static final String WAITING = "it needs another one that is not there";

  private final ObjectWork work;
  private final RecordSum sourceSum = new RecordSum();
  private final RecordSum targetSum = new RecordSum();
  private final Map<String, Long> sourceCounts = new TreeMap<>();
  private final Map<String, Long> targetCounts = new TreeMap<>();
  private final Map<String, Long> skipped = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private long differing;
  private long objects;
  private long vectors;
  private boolean changed;

  Comparison(ObjectWork work) {
    this.work = work;
  }

  /** How the two compare; empty if the source changed meanwhile. */
  Optional<VerificationReport> run() {
    long total = work.journal().count(Journal.OBJECT);
    Optional<Target.Place> place = Optional.of(Target.Place.START);
    while (place.isPresent() && !changed) {
      Target.Part part = work.target().scan(place.get(), work.sizes().items());
      contents(part.contents());
      work.tell("verifying", objects, total);
      place = part.next();
    }
    String after = "";
    boolean more = true;
    while (more && !changed) {
      Page<Journal.Named<ItemNote>> page = work.journal().notes(after, work.sizes().items());
      notTaken(page.items());
      after = page.items().isEmpty() ? after : page.items().getLast().name();
      more = page.next().isPresent();
    }
    return changed ? Optional.empty() : Optional.of(report(total));
  }

  private VerificationReport report(long recorded) {
    long there = recorded == objects ? recorded : recordedAsThere();
    if (there != objects) {
      differs("%d objects of the source that belong to no item".formatted(there - objects));
    }
    boolean same = differing == 0 && sourceSum.hex().equals(targetSum.hex());
    MigrationState state = work.state();
    return new VerificationReport(
        same,
        state.cleanPass(),
        state.fence(),
        sourceCounts,
        targetCounts,
        sourceSum.hex(),
        targetSum.hex(),
        objects,
        vectors,
        skipped,
        differences,
        work.clock().instant());
  }

  /** Without the objects of which only the deletion is recorded. */
  private long recordedAsThere() {
    long there = 0;
    String after = "";
    while (true) {
      Page<Journal.Named<SourceObject>> page = work.journal().objects(after, work.sizes().page());
      there += page.items().stream().filter(it -> it.value().tag().isPresent()).count();
      if (page.next().isEmpty()) {
        return there;
      }
      after = page.items().getLast().name();
    }
  }

  private void differs(String what) {
    differing++;
    if (differences.size() < MAX_TOLD) {
      differences.add(what);
    }
  }

  private void contents(List<Content> contents) {
    if (contents.isEmpty()) {
      return;
    }
    List<String> names = contents.stream().map(Content::name).toList();
    Map<String, ItemNote> notes = work.journal().notes(names);
    Map<String, String> items = new LinkedHashMap<>();
    for (String name : names) {
      String other = notes.getOrDefault(name, ItemNote.NONE).item();
      items.put(name, other.isEmpty() ? work.translation().itemOf(name) : other);
    }
    Map<String, Map<String, byte[]>> parts = read(items.values());
    for (Content content : contents) {
      targetCounts.merge(sort(content), 1L, Long::sum);
      vectors += hasVector(content) ? 1 : 0;
      content.addTo(targetSum);
      String item = items.getOrDefault(content.name(), content.name());
      Optional<Content> said = said(item, parts.getOrDefault(item, Map.of()));
      said.ifPresent(
          it -> {
            sourceCounts.merge(sort(it), 1L, Long::sum);
            it.addTo(sourceSum);
          });
      if (said.filter(it -> sum(it).equals(sum(content))).isEmpty()) {
        differs(content.name());
      }
    }
  }

  private Optional<Content> said(String item, Map<String, byte[]> parts) {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    return switch (work.translation().read(item, parts)) {
      case Translation.Reading.Of of -> Optional.of(of.content());
      case Translation.Reading.Skipped ignored -> Optional.empty();
    };
  }

  private void notTaken(List<Journal.Named<ItemNote>> notes) {
    List<String> items =
        notes.stream().filter(it -> !it.value().isCopied()).map(Journal.Named::name).toList();
    Map<String, Map<String, byte[]>> parts = read(items);
    for (Journal.Named<ItemNote> note : notes) {
      if (!note.value().isCopied()) {
        boolean waits = !note.value().waitsFor().isEmpty();
        skipped.merge(waits ? WAITING : note.value().skipped(), 1L, Long::sum);
        if (!waits && said(note.name(), parts.getOrDefault(note.name(), Map.of())).isPresent()) {
          differs(note.name());
        }
      }
    }
  }

  /** The bodies of the recorded objects of items, if they still are what was recorded. */
  private Map<String, Map<String, byte[]>> read(Iterable<String> items) {
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    Set<String> possible = new LinkedHashSet<>();
    for (String item : items) {
      Set<String> own = new LinkedHashSet<>(work.translation().keysOf(item));
      own.removeIf(key -> !Listing.nameable(key));
      keys.put(item, own);
      possible.addAll(own);
    }
    Map<String, SourceObject> recorded = work.journal().objects(possible);
    Map<String, LegacyObjects.Found> found = work.reads().read(recorded.keySet());
    recorded.forEach(
        (key, object) -> {
          Optional<String> tag = Optional.ofNullable(found.get(key)).map(LegacyObjects.Found::tag);
          changed |= !tag.equals(object.tag());
        });
    objects += recorded.values().stream().filter(object -> object.tag().isPresent()).count();
    Map<String, Map<String, byte[]>> parts = new LinkedHashMap<>();
    keys.forEach(
        (item, own) -> {
          Map<String, byte[]> bodies = new TreeMap<>();
          for (String key : own) {
            if (found.containsKey(key)) {
              bodies.put(key, found.get(key).body());
            }
          }
          parts.put(item, bodies);
        });
    return parts;
  }

  private static String sum(Content content) {
    RecordSum sum = new RecordSum();
    content.addTo(sum);
    return sum.hex();
  }

  static String sort(Content content) {
    return switch (content) {
      case Content.OfNoun ignored -> "noun";
      case Content.OfVerb ignored -> "verb";
      case Content.OfRecord it -> it.id().kind();
    };
  }

  private static boolean hasVector(Content content) {
    return switch (content) {
      case Content.OfNoun it -> it.noun().vector().isPresent();
      case Content.OfVerb it -> it.verb().vector().isPresent();
      case Content.OfRecord ignored -> false;
    };
  }
}
