package dev.cairn.graph;

import dev.cairn.document.DocumentStore;
import dev.cairn.memory.Stored;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Saves and deletes nouns. Each write expects what was read before, and is tried again if another
 * one was faster. Thread-safe; calls block.
 */
final class NounWriter {
  /** A noun with more verbs loses them in several batches before it goes. */
  private static final int MAX_VERBS_AT_ONCE = 5_000;

  private final DocumentStore documents;
  private final GraphRecords records;
  private final EdgeReader edges;

  NounWriter(DocumentStore documents, GraphRecords records, EdgeReader edges) {
    this.documents = documents;
    this.records = records;
    this.edges = edges;
  }

  /** A noun that is there. */
  private record Before(GraphRecords.Found found, Noun noun) {}

  List<Stored<Noun>> addAll(List<Noun> nouns) {
    requireDistinct(nouns);
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      Optional<List<Stored<Noun>>> saved = tryAddAll(nouns);
      if (saved.isPresent()) {
        return saved.get();
      }
    }
    throw Outcome.contended("The nouns could not be saved");
  }

  private static void requireDistinct(List<Noun> nouns) {
    Set<String> ids = HashSet.newHashSet(nouns.size());
    for (Noun noun : nouns) {
      if (!ids.add(noun.id())) {
        throw new InvalidGraphException(
            "A batch may hold each noun once, but %s is in it twice. Nothing was saved: merge the two, or save them one after the other."
                .formatted(GraphNames.shown(noun.id())));
      }
    }
  }

  private Optional<List<Stored<Noun>>> tryAddAll(List<Noun> nouns) {
    List<Optional<Before>> befores = read(nouns.stream().map(Noun::id).toList());
    GraphBatch batch = new GraphBatch(documents, records);
    if (!findNodes(batch, nouns, befores)) {
      return Optional.empty();
    }
    Map<String, Version> unchanged = new HashMap<>();
    for (int i = 0; i < nouns.size(); i++) {
      Noun noun = nouns.get(i);
      Optional<Before> before = befores.get(i);
      if (before.isPresent() && before.get().noun().equals(noun)) {
        unchanged.put(noun.id(), before.get().found().version());
      } else {
        batch.putNoun(before.map(Before::found), before.map(Before::noun), noun);
      }
    }
    GraphBatch.Committed committed = batch.commit();
    if (!committed.happened()) {
      return Optional.empty();
    }
    return Optional.of(
        nouns.stream()
            .map(
                noun -> {
                  Version version = unchanged.get(noun.id());
                  return new Stored<>(
                      noun, version != null ? version : committed.version(noun.id()));
                })
            .toList());
  }

  private List<Optional<Before>> read(List<String> ids) {
    List<Optional<GraphRecords.Found>> found =
        records.readAll(GraphRecords.NOUN, GraphRecords.NOUN_VECTOR, ids);
    List<Optional<Before>> befores = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      befores.add(
          found
              .get(i)
              .map(it -> new Before(it, GraphRecords.noun(id, it.document(), it.vector()))));
    }
    return befores;
  }

  /**
   * Finds the nodes of nouns whose type changes.
   *
   * @return false if one of these nouns is not there any more
   */
  private boolean findNodes(GraphBatch batch, List<Noun> nouns, List<Optional<Before>> befores) {
    List<String> retyped = new ArrayList<>();
    for (int i = 0; i < nouns.size(); i++) {
      String type = nouns.get(i).type();
      if (befores.get(i).filter(before -> !before.noun().type().equals(type)).isPresent()) {
        retyped.add(nouns.get(i).id());
      }
    }
    return retyped.isEmpty() || batch.find(retyped).isEmpty();
  }

  /** Saves a noun if the one that is there is as expected. */
  CommitResult add(Noun noun, Expectation expectation) {
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      Optional<Before> before = read(List.of(noun.id())).getFirst();
      Version actual = before.map(it -> it.found().version()).orElse(Version.NONE);
      if (!expectation.holds(actual)) {
        return new CommitResult.Conflict(recordId(noun.id()), expectation, actual);
      }
      if (before.isPresent() && before.get().noun().equals(noun)) {
        return new CommitResult.Committed(List.of(actual));
      }
      GraphBatch batch = new GraphBatch(documents, records);
      if (findNodes(batch, List.of(noun), List.of(before))) {
        batch.putNoun(before.map(Before::found), before.map(Before::noun), noun);
        GraphBatch.Committed committed = batch.commit();
        if (committed.happened()) {
          return new CommitResult.Committed(List.of(committed.version(noun.id())));
        }
      }
    }
    throw Outcome.contended("The noun could not be saved");
  }

  /** Changes a noun; empty if it is not there. */
  Optional<Stored<Noun>> update(String id, UnaryOperator<Noun> change) {
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      Optional<Before> before = read(List.of(id)).getFirst();
      if (before.isEmpty()) {
        return Optional.empty();
      }
      Noun after = change.apply(before.get().noun());
      if (!after.id().equals(id)) {
        throw new InvalidGraphException(
            "A change must keep the noun's id, but gave another one. Add a noun of that id instead.");
      }
      CommitResult result = add(after, Expectation.version(before.get().found().version()));
      if (result instanceof CommitResult.Committed committed) {
        return Optional.of(new Stored<>(after, committed.versions().getFirst()));
      }
    }
    throw Outcome.contended("The noun could not be changed");
  }

  /** Deletes a noun that has no verbs, if it is as expected. */
  CommitResult delete(String id, Expectation expectation) {
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      Optional<Node> node = records.readNodes(List.of(id)).getFirst();
      Version actual =
          node.flatMap(there -> documents.records().get(recordId(id)))
              .map(record -> record.version())
              .orElse(Version.NONE);
      if (!expectation.holds(actual)) {
        return new CommitResult.Conflict(recordId(id), expectation, actual);
      }
      if (node.isEmpty()) {
        return new CommitResult.Committed(List.of(Version.NONE));
      }
      if (node.get().hasVerbs()) {
        throw new InvalidGraphException(
            "Noun %s has verbs: %d from it and %d to it. It was not deleted; delete them first, or delete it with its verbs."
                .formatted(GraphNames.shown(id), node.get().out(), node.get().in()));
      }
      GraphBatch batch = new GraphBatch(documents, records);
      batch.deleteNoun(id, node.get(), expectation);
      GraphBatch.Committed committed = batch.commit();
      if (committed.happened()) {
        return new CommitResult.Committed(List.of(committed.firstVersion()));
      }
    }
    throw Outcome.contended("The noun could not be deleted");
  }

  /** Deletes a noun and its verbs; tells how many these were, or nothing if it is not there. */
  OptionalLong deleteWithVerbs(String id) {
    long deleted = 0;
    int lost = 0;
    while (lost < Outcome.MAX_ATTEMPTS) {
      Optional<Node> node = records.readNodes(List.of(id)).getFirst();
      if (node.isEmpty()) {
        return OptionalLong.empty();
      }
      List<Edge> some = edges.some(id, Steps.both(), MAX_VERBS_AT_ONCE + 1);
      boolean last = some.size() <= MAX_VERBS_AT_ONCE;
      GraphBatch batch = new GraphBatch(documents, records);
      List<String> others =
          some.stream()
              .map(edge -> edge.other(id))
              .filter(other -> !other.equals(id))
              .distinct()
              .toList();
      batch.found(id, node.get());
      batch.find(others);
      some.forEach(edge -> batch.deleteVerb(edge, Expectation.ANY));
      if (last) {
        batch.deleteNoun(id, node.get(), Expectation.ANY);
      }
      boolean happened = batch.commit().happened();
      lost += happened ? 0 : 1;
      deleted += happened ? some.size() : 0;
      if (happened && last) {
        return OptionalLong.of(deleted);
      }
    }
    throw Outcome.contended("The noun could not be deleted");
  }

  RecordId recordId(String id) {
    return records.id(GraphRecords.NOUN, id);
  }
}
