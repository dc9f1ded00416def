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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Saves and deletes verbs. A write that adds, moves or deletes one expects the nodes of its ends to
 * be those that were read, and is tried again if another one was faster. Thread-safe; calls block.
 */
final class VerbWriter {
  private final DocumentStore documents;
  private final GraphRecords records;

  VerbWriter(DocumentStore documents, GraphRecords records) {
    this.documents = documents;
    this.records = records;
  }

  /** A verb that is there. */
  private record Before(GraphRecords.Found found, Verb verb) {
    boolean isSame(Verb other) {
      return verb.equals(other);
    }

    boolean isAtSamePlace(Verb other) {
      return verb.source().equals(other.source())
          && verb.target().equals(other.target())
          && verb.type().equals(other.type());
    }
  }

  List<Stored<Verb>> addAll(List<Verb> verbs) {
    requireDistinct(verbs);
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      List<Optional<Before>> befores = read(verbs.stream().map(Verb::id).toList());
      Optional<List<Stored<Verb>>> saved = tryAddAll(verbs, befores);
      if (saved.isPresent()) {
        return saved.get();
      }
    }
    throw Outcome.contended("The verbs could not be saved");
  }

  private static void requireDistinct(List<Verb> verbs) {
    Set<String> ids = HashSet.newHashSet(verbs.size());
    for (Verb verb : verbs) {
      if (!ids.add(verb.id())) {
        throw new InvalidGraphException(
            "A batch may hold each verb once, but %s is in it twice. Nothing was saved: merge the two, or save them one after the other."
                .formatted(GraphNames.shown(verb.id())));
      }
    }
  }

  private Optional<List<Stored<Verb>>> tryAddAll(List<Verb> verbs, List<Optional<Before>> befores) {
    GraphBatch batch = new GraphBatch(documents, records);
    findNodes(batch, verbs, befores);
    Map<String, Version> unchanged = new HashMap<>();
    for (int i = 0; i < verbs.size(); i++) {
      Verb verb = verbs.get(i);
      Optional<Before> before = befores.get(i);
      if (before.filter(it -> it.isSame(verb)).isPresent()) {
        unchanged.put(verb.id(), before.get().found().version());
      } else {
        batch.putVerb(before.map(Before::found), before.map(Before::verb), verb);
      }
    }
    GraphBatch.Committed committed = batch.commit();
    if (!committed.happened()) {
      return Optional.empty();
    }
    return Optional.of(
        verbs.stream()
            .map(
                verb -> {
                  Version version = unchanged.get(verb.id());
                  return new Stored<>(
                      verb, version != null ? version : committed.version(verb.id()));
                })
            .toList());
  }

  /**
   * Reads the nodes of verbs that come or move.
   *
   * @throws InvalidGraphException if a noun that one leads to or comes from is not there
   */
  private static void findNodes(
      GraphBatch batch, List<Verb> verbs, List<Optional<Before>> befores) {
    Set<String> ends = new LinkedHashSet<>();
    List<Verb> placed = new ArrayList<>();
    for (int i = 0; i < verbs.size(); i++) {
      Verb verb = verbs.get(i);
      Optional<Before> before = befores.get(i);
      if (before.filter(it -> it.isAtSamePlace(verb)).isEmpty()) {
        placed.add(verb);
        ends.add(verb.source());
        ends.add(verb.target());
        before.ifPresent(
            it -> {
              ends.add(it.verb().source());
              ends.add(it.verb().target());
            });
      }
    }
    if (ends.isEmpty()) {
      return;
    }
    Set<String> missing = batch.find(List.copyOf(ends));
    for (Verb verb : placed) {
      Stream.of(verb.source(), verb.target())
          .filter(missing::contains)
          .findFirst()
          .ifPresent(
              noun -> {
                throw new InvalidGraphException(
                    "Verb %s of type %s needs noun %s, which is not there. Nothing was saved; add the noun first."
                        .formatted(
                            GraphNames.shown(verb.id()),
                            GraphNames.shown(verb.type()),
                            GraphNames.shown(noun)));
              });
    }
  }

  private List<Optional<Before>> read(List<String> ids) {
    List<Optional<GraphRecords.Found>> found =
        records.readAll(GraphRecords.VERB, GraphRecords.VERB_VECTOR, ids);
    List<Optional<Before>> befores = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      befores.add(
          found
              .get(i)
              .map(it -> new Before(it, GraphRecords.verb(id, it.document(), it.vector()))));
    }
    return befores;
  }

  /** Saves a verb if the one that is there is as expected. */
  CommitResult add(Verb verb, Expectation expectation) {
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      List<Optional<Before>> before = read(List.of(verb.id()));
      Version actual = before.getFirst().map(it -> it.found().version()).orElse(Version.NONE);
      if (!expectation.holds(actual)) {
        return new CommitResult.Conflict(recordId(verb.id()), expectation, actual);
      }
      Optional<List<Stored<Verb>>> saved = tryAddAll(List.of(verb), before);
      if (saved.isPresent()) {
        return new CommitResult.Committed(List.of(saved.get().getFirst().version()));
      }
    }
    throw Outcome.contended("The verb could not be saved");
  }

  /** Changes a verb; empty if it is not there. */
  Optional<Stored<Verb>> update(String id, UnaryOperator<Verb> change) {
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      List<Optional<Before>> before = read(List.of(id));
      if (before.getFirst().isEmpty()) {
        return Optional.empty();
      }
      Verb after = change.apply(before.getFirst().get().verb());
      if (!after.id().equals(id)) {
        throw new InvalidGraphException(
            "A change must keep the verb's id, but gave another one. Add a verb of that id instead.");
      }
      Optional<List<Stored<Verb>>> saved = tryAddAll(List.of(after), before);
      if (saved.isPresent()) {
        return Optional.of(saved.get().getFirst());
      }
    }
    throw Outcome.contended("The verb could not be changed");
  }

  /** Deletes a verb if it is as expected. */
  CommitResult delete(String id, Expectation expectation) {
    for (int attempt = 0; attempt < Outcome.MAX_ATTEMPTS; attempt++) {
      Optional<Before> before = read(List.of(id)).getFirst();
      Version actual = before.map(it -> it.found().version()).orElse(Version.NONE);
      if (!expectation.holds(actual)) {
        return new CommitResult.Conflict(recordId(id), expectation, actual);
      }
      if (before.isEmpty()) {
        return new CommitResult.Committed(List.of(Version.NONE));
      }
      Edge edge = before.get().verb().edge();
      GraphBatch batch = new GraphBatch(documents, records);
      Set<String> missing = batch.find(Stream.of(edge.source(), edge.target()).distinct().toList());
      batch.deleteVerb(edge, Expectation.version(actual));
      if (missing.isEmpty()) {
        GraphBatch.Committed committed = batch.commit();
        if (committed.happened()) {
          return new CommitResult.Committed(List.of(committed.firstVersion()));
        }
      }
    }
    throw Outcome.contended("The verb could not be deleted");
  }

  RecordId recordId(String id) {
    return records.id(GraphRecords.VERB, id);
  }
}
