package dev.cairn.migration.live;

import dev.cairn.document.DocumentStore;
import dev.cairn.graph.Edge;
import dev.cairn.graph.GraphChange;
import dev.cairn.graph.GraphStatistics;
import dev.cairn.graph.KnowledgeGraph;
import dev.cairn.graph.Noun;
import dev.cairn.graph.Steps;
import dev.cairn.graph.Verb;
import dev.cairn.lock.Fence;
import dev.cairn.memory.Stored;
import dev.cairn.search.Filter;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Page;
import dev.cairn.store.RecordId;
import dev.cairn.store.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The nouns and verbs of a namespace. */
final class GraphTarget implements Target {
  private static final int NOUNS = 0;
  private static final int VERBS = 1;

  private final DocumentStore documents;
  private final KnowledgeGraph graph;

  GraphTarget(DocumentStore documents) {
    this.documents = documents;
    this.graph = new KnowledgeGraph(documents);
  }

  @Override
  public DocumentStore documents() {
    return documents;
  }

  @Override
  public boolean isEmpty() {
    GraphStatistics statistics = graph.getStatistics();
    return statistics.nounCount() == 0 && statistics.verbCount() == 0;
  }

  @Override
  public List<Optional<Content>> current(List<String> names) {
    Map<String, Content> found = new HashMap<>();
    for (Optional<Stored<Noun>> noun : graph.findNouns(ids(names, ItemNames.NOUN))) {
      noun.ifPresent(it -> add(found, new Content.OfNoun(it.item())));
    }
    for (Optional<Stored<Verb>> verb : graph.findVerbs(ids(names, ItemNames.VERB))) {
      verb.ifPresent(it -> add(found, new Content.OfVerb(it.item())));
    }
    return names.stream().map(name -> Optional.ofNullable(found.get(name))).toList();
  }

  private static void add(Map<String, Content> found, Content content) {
    found.put(content.name(), content);
  }

  private static List<String> ids(Collection<String> names, String prefix) {
    return names.stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  @Override
  public CommitResult apply(
      List<Content> put, Collection<String> removed, List<Write> beside, Optional<Fence> fence) {
    List<Noun> nouns = new ArrayList<>();
    List<Verb> verbs = new ArrayList<>();
    for (Content content : put) {
      switch (content) {
        case Content.OfNoun it -> nouns.add(it.noun());
        case Content.OfVerb it -> verbs.add(it.verb());
        case Content.OfRecord ignored ->
            throw new IllegalArgumentException("A graph takes nouns and verbs, not records.");
      }
    }
    return graph.apply(
        new GraphChange(
            nouns,
            verbs,
            ids(removed, ItemNames.NOUN),
            ids(removed, ItemNames.VERB),
            beside,
            fence));
  }

  @Override
  public List<String> needs(Content content) {
    return content instanceof Content.OfVerb(Verb verb)
        ? List.of(ItemNames.NOUN + verb.source(), ItemNames.NOUN + verb.target())
        : List.of();
  }

  @Override
  public Set<String> missing(Collection<String> names) {
    Set<String> missing = new HashSet<>();
    graph.missing(ids(names, ItemNames.NOUN)).forEach(id -> missing.add(ItemNames.NOUN + id));
    return missing;
  }

  @Override
  public List<String> dependents(String name, int limit) {
    if (!name.startsWith(ItemNames.NOUN)) {
      return List.of();
    }
    String id = name.substring(ItemNames.NOUN.length());
    return graph.edges(id, Steps.both(), limit).stream()
        .map(Edge::verb)
        .distinct()
        .map(verb -> ItemNames.VERB + verb)
        .toList();
  }

  @Override
  public Part scan(Place from, int limit) {
    if (from.kind() == NOUNS) {
      Page<Stored<Noun>> page = graph.searchNouns(Filter.ALL, from.after(), limit);
      List<Content> nouns = new ArrayList<>();
      page.items().forEach(it -> nouns.add(new Content.OfNoun(it.item())));
      Place next =
          page.next().isPresent() ? new Place(NOUNS, page.next()) : new Place(VERBS, page.next());
      return new Part(nouns, Optional.of(next));
    }
    Page<Stored<Verb>> page = graph.searchVerbs(Filter.ALL, from.after(), limit);
    List<Content> verbs = new ArrayList<>();
    page.items().forEach(it -> verbs.add(new Content.OfVerb(it.item())));
    return new Part(verbs, page.next().map(next -> new Place(VERBS, Optional.of(next))));
  }

  @Override
  public List<Place> removalOrder() {
    return List.of(new Place(VERBS, Optional.empty()), new Place(NOUNS, Optional.empty()));
  }

  @Override
  public Optional<String> nameOf(RecordId record) {
    return switch (record.kind()) {
      case "noun", "noun-vector" -> Optional.of(ItemNames.NOUN + record.id());
      case "verb", "verb-vector" -> Optional.of(ItemNames.VERB + record.id());
      default -> Optional.empty();
    };
  }
}
