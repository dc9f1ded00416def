package dev.cairn.migration;

import dev.cairn.graph.InvalidGraphException;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.memory.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collects nouns and verbs and saves those that differ from what is there, in atomic batches. A
 * verb that comes before its nouns waits for them until the end. Not thread-safe.
 */
final class ImportedGraph {
  /** How often a batch of verbs is tried again when nouns vanish under it. */
  private static final int ATTEMPTS = 100;

  private final KnowledgeGraph graph;
  private final boolean saves;
  private final ImportedVectors vectors;
  private final NoticeBoard notices;
  private final GraphItems<Noun> nouns;
  private final GraphItems<Verb> verbs;
  private final List<GraphItems.Placed<Verb>> early = new ArrayList<>();

  /** The nouns that a dry run would have saved. */
  private final Set<String> imagined = new HashSet<>();

  ImportedGraph(KnowledgeGraph graph, boolean saves, ImportedVectors vectors, NoticeBoard notices) {
    this.graph = graph;
    this.saves = saves;
    this.vectors = vectors;
    this.notices = notices;
    this.nouns = new GraphItems<>("noun", saves, notices, Noun::id, this::findNouns);
    this.verbs = new GraphItems<>("verb", saves, notices, Verb::id, this::findVerbs);
  }

  private Map<String, Noun> findNouns(List<String> ids) {
    Map<String, Noun> found = HashMap.newHashMap(ids.size());
    there(graph.findNouns(ids)).forEach(noun -> found.put(noun.id(), noun));
    return found;
  }

  private Map<String, Verb> findVerbs(List<String> ids) {
    Map<String, Verb> found = HashMap.newHashMap(ids.size());
    there(graph.findVerbs(ids)).forEach(verb -> found.put(verb.id(), verb));
    return found;
  }

  private static <T> Stream<T> there(List<Optional<Stored<T>>> found) {
    return found.stream().flatMap(Optional::stream).map(Stored::item);
  }

  void add(Noun noun, String place) {
    if (nouns.add(vectors.of(noun), place)) {
      flushNouns();
    }
  }

  void add(Verb verb, String place) {
    if (verbs.add(vectors.of(verb), place)) {
      flushNouns();
      flushVerbs(early::add);
    }
  }

  void flush() {
    flushNouns();
    flushVerbs(early::add);
    List<GraphItems.Placed<Verb>> late = List.copyOf(early);
    early.clear();
    for (GraphItems.Placed<Verb> verb : late) {
      if (verbs.addAgain(verb)) {
        flushVerbs(this::dangling);
      }
    }
    flushVerbs(this::dangling);
  }

  private void flushNouns() {
    List<Noun> different = nouns.different();
    if (saves && !different.isEmpty()) {
      graph.addNouns(different);
    } else if (!saves) {
      different.forEach(noun -> imagined.add(noun.id()));
    }
    nouns.settle();
  }

  /** What to do with a verb of which a noun is missing. */
  private interface Dangling {
    void accept(GraphItems.Placed<Verb> verb);
  }

  private void flushVerbs(Dangling dangling) {
    List<GraphItems.Placed<Verb>> waiting = verbs.waiting();
    for (int attempt = 1; !waiting.isEmpty(); attempt++) {
      Set<String> absent = absent(waiting);
      for (GraphItems.Placed<Verb> verb : waiting) {
        if (absent.contains(verb.item().source()) || absent.contains(verb.item().target())) {
          verbs.withdraw(verb);
          dangling.accept(verb);
        }
      }
      List<Verb> different = verbs.different();
      try {
        if (saves && !different.isEmpty()) {
          graph.addVerbs(different);
        }
        verbs.settle();
        return;
      } catch (InvalidGraphException vanished) {
        if (attempt == ATTEMPTS) {
          throw vanished;
        }
        waiting = verbs.waiting();
      }
    }
  }

  private Set<String> absent(List<GraphItems.Placed<Verb>> waiting) {
    Set<String> ends = new HashSet<>();
    for (GraphItems.Placed<Verb> verb : waiting) {
      ends.add(verb.item().source());
      ends.add(verb.item().target());
    }
    ends.removeAll(imagined);
    return graph.absentNouns(ends);
  }

  private void dangling(GraphItems.Placed<Verb> verb) {
    Set<String> absent = absent(List.of(verb));
    String missing =
        !absent.contains(verb.item().target())
            ? "noun that it comes from is"
            : !absent.contains(verb.item().source())
                ? "noun that it leads to is"
                : "nouns that it joins are";
    notices.add(
        new ImportNotice(
            ImportNotice.Kind.SKIPPED,
            verb.place(),
            "a verb: the %s not there".formatted(missing)));
  }

  GraphItems<Noun> nouns() {
    return nouns;
  }

  GraphItems<Verb> verbs() {
    return verbs;
  }

  long read() {
    return nouns.read() + verbs.read() + early.size();
  }
}
