package dev.cairn.graph;

import dev.cairn.document.DocumentStore;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes changes of nouns, verbs and other records in one batch. It expects what it read, and is
 * tried again if another one was faster. Thread-safe; calls block.
 */
final class GraphWriter {
  private final DocumentStore documents;
  private final GraphRecords records;

  GraphWriter(DocumentStore documents, GraphRecords records) {
    this.documents = documents;
    this.records = records;
  }

  private record NounBefore(GraphRecords.Found found, Noun noun) {}

  private record VerbBefore(GraphRecords.Found found, Verb verb) {}

  CommitResult apply(GraphChange change) {
    Set<RecordId> beside =
        change.beside().stream().map(write -> write.id()).collect(Collectors.toSet());
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      GraphBatch.Committed committed = tryApply(change);
      if (committed.result() instanceof CommitResult.Conflict conflict
          && beside.contains(conflict.id())) {
        return conflict;
      }
      if (committed.happened()) {
        return committed.beside();
      }
    }
    throw Outcome.contended("The graph could not be changed");
  }

  private GraphBatch.Committed tryApply(GraphChange change) {
    List<Optional<NounBefore>> nouns = nouns(change.nouns().stream().map(Noun::id).toList());
    List<Optional<VerbBefore>> verbs = verbs(change.verbs().stream().map(Verb::id).toList());
    List<VerbBefore> removed =
        verbs(change.removedVerbs()).stream().flatMap(Optional::stream).toList();
    GraphBatch batch = new GraphBatch(documents, records);
    Set<String> missing = batch.find(nodes(change, nouns, verbs, removed));
    for (int i = 0; i < change.nouns().size(); i++) {
      Noun noun = change.nouns().get(i);
      Optional<NounBefore> before = nouns.get(i);
      missing.remove(noun.id());
      if (before.isEmpty() || !before.get().noun().equals(noun)) {
        batch.putNoun(before.map(NounBefore::found), before.map(NounBefore::noun), noun);
      }
    }
    removed.forEach(
        it -> batch.deleteVerb(it.verb().edge(), Expectation.version(it.found().version())));
    for (int i = 0; i < change.verbs().size(); i++) {
      Verb verb = change.verbs().get(i);
      Optional<VerbBefore> before = verbs.get(i);
      if (before.isEmpty() || !before.get().verb().equals(verb)) {
        requireEnds(verb, missing);
        batch.putVerb(before.map(VerbBefore::found), before.map(VerbBefore::verb), verb);
      }
    }
    for (String noun : change.removedNouns()) {
      batch.node(noun).ifPresent(node -> delete(batch, noun, node));
    }
    change.fence().ifPresent(batch::under);
    batch.beside(change.beside());
    return batch.commit();
  }

  private static void delete(GraphBatch batch, String noun, Node node) {
    if (node.hasVerbs()) {
      throw new InvalidGraphException(
          "Noun %s has %d verbs. Nothing was changed; delete them with it."
              .formatted(GraphNames.shown(noun), node.out() + node.in()));
    }
    batch.deleteNoun(noun, node, Expectation.ANY);
  }

  private static void requireEnds(Verb verb, Set<String> missing) {
    for (String noun : List.of(verb.source(), verb.target())) {
      if (missing.contains(noun)) {
        throw new InvalidGraphException(
            "Verb %s needs noun %s, which is not there. Nothing was changed; add the noun first."
                .formatted(GraphNames.shown(verb.id()), GraphNames.shown(noun)));
      }
    }
  }

  private static List<String> nodes(
      GraphChange change,
      List<Optional<NounBefore>> nouns,
      List<Optional<VerbBefore>> verbs,
      List<VerbBefore> removed) {
    Set<String> nodes = new LinkedHashSet<>(change.removedNouns());
    for (int i = 0; i < nouns.size(); i++) {
      String type = change.nouns().get(i).type();
      if (nouns.get(i).filter(before -> !before.noun().type().equals(type)).isPresent()) {
        nodes.add(change.nouns().get(i).id());
      }
    }
    Stream.of(
            change.verbs().stream(),
            verbs.stream().flatMap(Optional::stream).map(VerbBefore::verb),
            removed.stream().map(VerbBefore::verb))
        .flatMap(all -> all)
        .forEach(
            verb -> {
              nodes.add(verb.source());
              nodes.add(verb.target());
            });
    return List.copyOf(nodes);
  }

  private List<Optional<NounBefore>> nouns(List<String> ids) {
    List<Optional<GraphRecords.Found>> found =
        records.readAll(GraphRecords.NOUN, GraphRecords.NOUN_VECTOR, ids);
    List<Optional<NounBefore>> befores = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      befores.add(
          found
              .get(i)
              .map(it -> new NounBefore(it, GraphRecords.noun(id, it.document(), it.vector()))));
    }
    return befores;
  }

  private List<Optional<VerbBefore>> verbs(List<String> ids) {
    List<Optional<GraphRecords.Found>> found =
        records.readAll(GraphRecords.VERB, GraphRecords.VERB_VECTOR, ids);
    List<Optional<VerbBefore>> befores = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      befores.add(
          found
              .get(i)
              .map(it -> new VerbBefore(it, GraphRecords.verb(id, it.document(), it.vector()))));
    }
    return befores;
  }
}
