package dev.cairn.graph;

import static java.util.Objects.requireNonNull;

import dev.cairn.document.DocumentStore;
import dev.cairn.lock.Fence;
import dev.cairn.search.Embedding;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.Payload;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import dev.cairn.store.Write;
import dev.cairn.store.WriteBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects changes of a graph that happen together or not at all. Used once; not thread-safe. */
final class GraphBatch {
  private final DocumentStore documents;
  private final GraphRecords records;
  private final WriteBatch.Builder batch;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> changedNodes = new HashSet<>();
  private final Map<String, Integer> places = new HashMap<>();
  private int size;
  private int besideFrom;
  private int besideTo;

  GraphBatch(DocumentStore documents, GraphRecords records) {
    this.documents = documents;
    this.records = records;
    this.batch = WriteBatch.by(documents.author());
  }

  /** Says what was read, before a change touches it. */
  void found(String noun, Node node) {
    nodes.put(noun, node);
  }

  /**
   * Reads the nodes of nouns, which changes then expect.
   *
   * @return the nouns that are not there
   */
  Set<String> find(List<String> nouns) {
    List<Optional<Node>> found = records.readNodes(nouns);
    Set<String> missing = new LinkedHashSet<>();
    for (int i = 0; i < nouns.size(); i++) {
      if (found.get(i).isPresent()) {
        nodes.put(nouns.get(i), found.get(i).get());
      } else {
        missing.add(nouns.get(i));
      }
    }
    return missing;
  }

  /** The node of a noun as this batch leaves it, if it was found or is made. */
  Optional<Node> node(String noun) {
    return Optional.ofNullable(nodes.get(noun));
  }

  void under(Fence fence) {
    batch.under(fence);
  }

  /** Adds writes of records that are not the graph's. To be called at most once. */
  void beside(List<Write> writes) {
    besideFrom = size;
    besideTo = size + writes.size();
    size = besideTo;
    writes.forEach(batch::add);
  }

  /**
   * Saves a noun in place of what was found.
   *
   * @param before the noun that was found; if its type changes, its node was found, too
   */
  void putNoun(Optional<GraphRecords.Found> found, Optional<Noun> before, Noun noun) {
    boolean isNew = before.isEmpty();
    if (isNew) {
      nodes.put(noun.id(), Node.newOf(noun.type()));
    } else if (!before.get().type().equals(noun.type())) {
      nodes.computeIfPresent(noun.id(), (id, node) -> node.ofType(noun.type()));
      delete(GraphRecords.NOUN_TYPE + before.get().type(), noun.id());
    }
    if (isNew || !before.get().type().equals(noun.type())) {
      changedNodes.add(noun.id());
      put(GraphRecords.NOUN_TYPE + noun.type(), noun.id());
    }
    putVector(GraphRecords.NOUN_VECTOR, noun.id(), found, noun.vector());
    places.put(noun.id(), size);
    put(
        records.id(GraphRecords.NOUN, noun.id()),
        documents.encode(GraphRecords.NOUN, GraphRecords.document(noun)),
        expectation(found));
  }

  /** Deletes a noun that was found without verbs, or whose verbs this batch has deleted before. */
  void deleteNoun(String noun, Node node, Expectation expectation) {
    delete(records.id(GraphRecords.NOUN, noun), expectation);
    delete(records.id(GraphRecords.NODE, noun), Expectation.version(node.version()));
    delete(GraphRecords.NOUN_TYPE + node.type(), noun);
    delete(GraphRecords.NOUN_VECTOR, noun);
    nodes.remove(noun);
    changedNodes.remove(noun);
  }

  /**
   * Saves a verb in place of what was found. If it is new or moves, its nodes were found, too.
   *
   * @param before the verb that was found
   */
  void putVerb(Optional<GraphRecords.Found> found, Optional<Verb> before, Verb verb) {
    Optional<Edge> old = before.map(Verb::edge);
    Edge edge = verb.edge();
    if (old.isEmpty() || !old.get().equals(edge)) {
      old.ifPresent(there -> removeReplaced(there, edge));
      put(records.out(edge), GraphRecords.outPayload(edge), Expectation.ANY);
      put(records.in(edge), GraphRecords.inPayload(edge), Expectation.ANY);
    }
    if (old.isEmpty() || !old.get().type().equals(edge.type())) {
      put(GraphRecords.VERB_TYPE + edge.type(), edge.verb());
      old.ifPresent(there -> delete(GraphRecords.VERB_TYPE + there.type(), there.verb()));
    }
    if (old.isEmpty() || !samePlace(old.get(), edge)) {
      old.ifPresent(there -> count(there, -1));
      count(edge, 1);
    }
    putVector(GraphRecords.VERB_VECTOR, verb.id(), found, verb.vector());
    places.put(verb.id(), size);
    put(
        records.id(GraphRecords.VERB, verb.id()),
        documents.encode(GraphRecords.VERB, GraphRecords.document(verb)),
        expectation(found));
  }

  private void removeReplaced(Edge old, Edge edge) {
    if (!records.out(old).equals(records.out(edge))) {
      delete(records.out(old), Expectation.ANY);
    }
    if (!records.in(old).equals(records.in(edge))) {
      delete(records.in(old), Expectation.ANY);
    }
  }

  /** Whether the edge's records keep their names, so that who lists them misses nothing. */
  private static boolean samePlace(Edge a, Edge b) {
    return a.source().equals(b.source())
        && a.target().equals(b.target())
        && a.type().equals(b.type());
  }

  /** Deletes a verb whose nodes were found, but for those that this batch deletes, too. */
  void deleteVerb(Edge edge, Expectation expectation) {
    delete(records.id(GraphRecords.VERB, edge.verb()), expectation);
    delete(records.out(edge), Expectation.ANY);
    delete(records.in(edge), Expectation.ANY);
    delete(GraphRecords.VERB_TYPE + edge.type(), edge.verb());
    delete(GraphRecords.VERB_VECTOR, edge.verb());
    count(edge, -1);
  }

  private void count(Edge edge, int change) {
    count(edge.source(), change, 0);
    count(edge.target(), 0, change);
  }

  private void count(String noun, int out, int in) {
    Node node = nodes.get(noun);
    if (node != null) {
      nodes.put(noun, node.plus(out, in));
      changedNodes.add(noun);
    }
  }

  private void putVector(
      String kind, String id, Optional<GraphRecords.Found> before, Optional<Embedding> vector) {
    Optional<Embedding> old = before.flatMap(GraphRecords.Found::vector);
    if (vector.isPresent()) {
      if (!vector.equals(old)) {
        put(records.id(kind, id), vector.get().toPayload(), Expectation.ANY);
      }
    } else if (old.isPresent()) {
      delete(kind, id);
    }
  }

  private static Expectation expectation(Optional<GraphRecords.Found> before) {
    return before.map(found -> Expectation.version(found.version())).orElse(Expectation.ABSENT);
  }

  private void put(String kind, String id) {
    put(records.id(kind, id), GraphRecords.ENTRY, Expectation.ANY);
  }

  private void put(RecordId id, Payload payload, Expectation expectation) {
    batch.put(id, payload, expectation);
    size++;
  }

  private void delete(String kind, String id) {
    delete(records.id(kind, id), Expectation.ANY);
  }

  private void delete(RecordId id, Expectation expectation) {
    batch.delete(id, expectation);
    size++;
  }

  /** How a commit went, and which version each noun or verb that was put has then. */
  record Committed(CommitResult result, Map<String, Integer> places, int besideFrom, int besideTo) {
    /** Whether it happened; false if something else changed what was found. */
    boolean happened() {
      return Outcome.happened(result);
    }

    /** The version of what was put; usable if it happened. */
    Version version(String id) {
      return versions().get(places.getOrDefault(id, -1));
    }

    /** The version of the first write; usable if it happened. */
    Version firstVersion() {
      return versions().getFirst();
    }

    /** The versions of what was written beside the graph; usable if it happened. */
    CommitResult.Committed beside() {
      return new CommitResult.Committed(versions().subList(besideFrom, besideTo));
    }

    private List<Version> versions() {
      return ((CommitResult.Committed) result).versions();
    }
  }

  Committed commit() {
    for (String noun : changedNodes) {
      Node node = requireNonNull(nodes.get(noun), "node");
      Expectation unchanged =
          node.version().isAfter(Version.NONE)
              ? Expectation.version(node.version())
              : Expectation.ABSENT;
      put(records.id(GraphRecords.NODE, noun), GraphRecords.payload(node), unchanged);
    }
    return new Committed(documents.commit(batch.build()), places, besideFrom, besideTo);
  }
}
