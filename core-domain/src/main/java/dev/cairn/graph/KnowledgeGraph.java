package dev.cairn.graph;

import static java.util.Objects.requireNonNull;

import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.memory.ConflictException;
import dev.cairn.memory.Stored;
import dev.cairn.search.Filter;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.RecordId;
import dev.cairn.store.StorageException;
import dev.cairn.store.Version;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The knowledge graph of one namespace: nouns, and verbs that lead from noun to noun.
 *
 * <p>Every call that writes happens whole or not at all. No verb leads to a noun that is not there,
 * whatever others do at the same time, in this process or in another. What was not found is empty;
 * what cannot be is an {@link InvalidGraphException}; a change that lost too many races is a {@link
 * ConflictException}; a write of which nobody can tell whether it happened is a {@link
 * StorageException} and is not tried again, also where a call returns a {@link CommitResult}.
 * Thread-safe; calls block and are meant for virtual threads.
 */
public final class KnowledgeGraph {
  private final DocumentStore documents;
  private final GraphRecords records;
  private final EdgeReader edges;
  private final NounWriter nounWriter;
  private final VerbWriter verbWriter;
  private final GraphWriter writer;
  private final FieldSearch<Noun> nouns;
  private final FieldSearch<Verb> verbs;

  public KnowledgeGraph(DocumentStore documents) {
    this.documents = requireNonNull(documents, "documents");
    this.records = new GraphRecords(documents);
    this.edges = new EdgeReader(documents, records);
    this.nounWriter = new NounWriter(documents, records, edges);
    this.verbWriter = new VerbWriter(documents, records);
    this.writer = new GraphWriter(documents, records);
    this.nouns =
        new FieldSearch<>(
            documents,
            records,
            new FieldSearch.Shape<>(
                GraphRecords.NOUN,
                GraphRecords.NOUN_VECTOR,
                GraphRecords.NOUN_TYPE,
                GraphRecords::noun,
                Noun::fields));
    this.verbs =
        new FieldSearch<>(
            documents,
            records,
            new FieldSearch.Shape<>(
                GraphRecords.VERB,
                GraphRecords.VERB_VECTOR,
                GraphRecords.VERB_TYPE,
                GraphRecords::verb,
                Verb::fields));
  }

  // Nouns

  /** Saves a noun in place of the one with its id; see {@link #addNouns}. */
  public Stored<Noun> addNoun(Noun noun) {
    return nounWriter.addAll(List.of(noun)).getFirst();
  }

  /**
   * Saves nouns in one atomic batch, each in place of the one with its id, with all its parts.
   * Verbs stay. A noun that is there already exactly as given is not written again and keeps its
   * version.
   *
   * @throws InvalidGraphException if two of them have one id; nothing is saved then
   */
  public List<Stored<Noun>> addNouns(List<Noun> all) {
    return nounWriter.addAll(all);
  }

  /** Saves a noun if the one with its id is as expected. */
  public CommitResult addNoun(Noun noun, Expectation expectation) {
    return nounWriter.add(noun, expectation);
  }

  public Optional<Noun> getNoun(String id) {
    return findNoun(id).map(Stored::item);
  }

  /** The noun with its version, to expect when changing it. */
  public Optional<Stored<Noun>> findNoun(String id) {
    return nouns.get(requireNoun(id));
  }

  /** The nouns with these ids, in the same order, as they are at this moment. */
  public List<Optional<Stored<Noun>>> findNouns(List<String> ids) {
    ids.forEach(KnowledgeGraph::requireNoun);
    return nouns.getAll(ids);
  }

  /** Those of these ids of which no noun is there, found without reading the nouns. */
  public Set<String> absentNouns(Collection<String> ids) {
    List<String> asked = List.copyOf(ids);
    asked.forEach(KnowledgeGraph::requireNoun);
    List<Optional<Node>> nodes = records.readNodes(asked);
    Set<String> absent = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (nodes.get(i).isEmpty()) {
        absent.add(asked.get(i));
      }
    }
    return absent;
  }

  /**
   * A page of the nouns that meet a filter, in order of id. If the filter asks for one type where
   * all must hold, only nouns of that type are read; else all are.
   *
   * @param filter over {@link Noun#fields}
   * @param after where the last page ended
   * @param limit how many at most, at least 1
   */
  public Page<Stored<Noun>> searchNouns(Filter filter, Optional<Cursor> after, int limit) {
    return nouns.find(filter, after, limit);
  }

  /** A page of all nouns in order of id, without their vectors, which saves reading them. */
  public Page<Noun> nounsWithoutVectors(Optional<Cursor> after, int limit) {
    return nouns.withoutVectors(after, limit);
  }

  /**
   * Changes a noun without losing a change of another one.
   *
   * @param change is called again if another change came first; must keep the id
   * @return the noun as it is then; empty if it is not there
   */
  public Optional<Stored<Noun>> updateNoun(String id, UnaryOperator<Noun> change) {
    return nounWriter.update(requireNoun(id), change);
  }

  /**
   * Sets members of a noun's metadata and keeps the others.
   *
   * @return the noun as it is then; empty if it is not there
   */
  public Optional<Stored<Noun>> updateMetadata(String id, JsonObject members) {
    return updateNoun(id, noun -> noun.withMetadata(merge(noun.metadata(), members)));
  }

  private static JsonObject merge(JsonObject metadata, JsonObject members) {
    JsonObject.Builder merged = metadata.toBuilder();
    for (int i = 0; i < members.size(); i++) {
      merged.put(members.name(i), members.value(i));
    }
    return merged.build();
  }

  /**
   * Deletes a noun that has no verbs.
   *
   * @return whether it was there
   * @throws InvalidGraphException if it has verbs; the message tells how many
   */
  public boolean deleteNoun(String id) {
    return happened(deleteNoun(id, Expectation.ANY));
  }

  /**
   * Deletes a noun that has no verbs, if it is as expected.
   *
   * @throws InvalidGraphException if it has verbs; the message tells how many
   */
  public CommitResult deleteNoun(String id, Expectation expectation) {
    return nounWriter.delete(requireNoun(id), expectation);
  }

  /**
   * Deletes a noun and all verbs that start from it or lead to it. Up to 5,000 verbs go with the
   * noun in one atomic batch. What is beyond goes before, in batches of that size: a stop in
   * between leaves the noun with the rest of its verbs.
   *
   * @return how many verbs were deleted; empty if the noun was not there
   */
  public OptionalLong deleteNounWithVerbs(String id) {
    return nounWriter.deleteWithVerbs(requireNoun(id));
  }

  // Verbs

  /** Saves a verb in place of the one with its id; see {@link #addVerbs}. */
  public Stored<Verb> addVerb(Verb verb) {
    return verbWriter.addAll(List.of(verb)).getFirst();
  }

  /**
   * Saves verbs in one atomic batch, each in place of the one with its id, with all its parts. A
   * verb that is there already exactly as given is not written again and keeps its version.
   *
   * @throws InvalidGraphException if two of them have one id, or a noun that one needs is not
   *     there; nothing is saved then
   */
  public List<Stored<Verb>> addVerbs(List<Verb> all) {
    return verbWriter.addAll(all);
  }

  /** Saves a verb if the one with its id is as expected. */
  public CommitResult addVerb(Verb verb, Expectation expectation) {
    return verbWriter.add(verb, expectation);
  }

  /**
   * Saves the verb of weight 1 that this call makes of a type between two nouns. Its id follows
   * from the three, so the same call again makes no second one.
   */
  public Stored<Verb> relate(String source, String type, String target) {
    return relate(source, type, target, Verb.DEFAULT_WEIGHT, JsonObject.EMPTY);
  }

  /**
   * Saves the verb that {@link #relate(String, String, String)} makes, with this weight and
   * metadata in place of those that it has.
   */
  public Stored<Verb> relate(
      String source, String type, String target, double weight, JsonObject metadata) {
    return addVerb(Verb.relation(source, type, target).withWeight(weight).withMetadata(metadata));
  }

  public Optional<Verb> getVerb(String id) {
    return findVerb(id).map(Stored::item);
  }

  /** The verb with its version, to expect when changing it. */
  public Optional<Stored<Verb>> findVerb(String id) {
    return verbs.get(requireVerb(id));
  }

  /** The verbs with these ids, in the same order, as they are at this moment. */
  public List<Optional<Stored<Verb>>> findVerbs(List<String> ids) {
    ids.forEach(KnowledgeGraph::requireVerb);
    return verbs.getAll(ids);
  }

  /**
   * A page of the verbs that meet a filter, in order of id; see {@link #searchNouns}.
   *
   * @param filter over {@link Verb#fields}
   */
  public Page<Stored<Verb>> searchVerbs(Filter filter, Optional<Cursor> after, int limit) {
    return verbs.find(filter, after, limit);
  }

  /** Changes a verb without losing a change of another one; see {@link #updateNoun}. */
  public Optional<Stored<Verb>> updateVerb(String id, UnaryOperator<Verb> change) {
    return verbWriter.update(requireVerb(id), change);
  }

  /**
   * @return whether the verb was there
   */
  public boolean deleteVerb(String id) {
    return happened(deleteVerb(id, Expectation.ANY));
  }

  /** Deletes a verb if it is as expected. */
  public CommitResult deleteVerb(String id, Expectation expectation) {
    return verbWriter.delete(requireVerb(id), expectation);
  }

  // Walks

  /**
   * The verbs of a noun along which steps may go, those that start from it first, by type and id.
   * The filter on nouns is not asked.
   *
   * @param limit how many at most
   */
  public List<Edge> edges(String noun, Steps steps, int limit) {
    return edges.some(requireNoun(noun), steps, limit);
  }

  /**
   * The nouns that are one step from a noun, each once.
   *
   * @param limit how many at most
   */
  public List<Reached> neighbours(String noun, Steps steps, int limit) {
    return traverse(noun, steps, 1, limit);
  }

  /**
   * The nouns that can be reached from a noun, the nearest first, each once, without itself. Cycles
   * do no harm. Empty if the noun is not there.
   *
   * @param maxDepth how many steps at most
   * @param limit how many nouns at most
   */
  public List<Reached> traverse(String noun, Steps steps, int maxDepth, int limit) {
    return neighbourhood(List.of(noun), steps, maxDepth, limit);
  }

  /**
   * The nouns around several ones: as {@link #traverse} from all of them at once. Each noun is
   * reached from the nearest one that it can be reached from; of equally near ones, from the first.
   */
  public List<Reached> neighbourhood(
      Collection<String> around, Steps steps, int maxDepth, int limit) {
    around.forEach(KnowledgeGraph::requireNoun);
    if (maxDepth < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "A walk needs a depth and a limit of 1 or more, but %d and %d were given."
              .formatted(maxDepth, limit));
    }
    return new Walk(edges, steps, limit).from(new LinkedHashSet<>(around), maxDepth);
  }

  /** A path of the fewest verbs from one noun to another, if there is one. */
  public Optional<GraphPath> shortestPath(String from, String to, Steps steps) {
    return shortestPath(from, to, steps, PathMeasure.HOPS);
  }

  /**
   * A path of the least length from one noun to another, if there is one. The filter on nouns is
   * asked of those between the ends. A noun's path to itself is empty.
   *
   * @throws InvalidGraphException if the search went through two million nouns without an end
   */
  public Optional<GraphPath> shortestPath(
      String from, String to, Steps steps, PathMeasure measure) {
    List<String> ends = List.of(requireNoun(from), requireNoun(to));
    if (records.readNodes(ends).contains(Optional.<Node>empty())) {
      return Optional.empty();
    }
    return measure == PathMeasure.HOPS
        ? new HopSearch(edges, steps, from, to).run()
        : new LengthSearch(edges, steps, measure, from, to).run();
  }

  // The whole graph

  /**
   * Changes nouns, verbs and other records in one atomic batch. What is there already exactly as
   * given is not written again; what shall be deleted and is not there is passed over.
   *
   * @return the versions of what was written beside the graph, in order; a conflict if one of those
   *     expectations failed, and nothing was changed then
   * @throws InvalidGraphException if a verb would lead to a noun that is not there
   */
  public CommitResult apply(GraphChange change) {
    return writer.apply(change);
  }

  /** Those of these nouns that are not there, in the same order. */
  public List<String> missing(List<String> ids) {
    List<Optional<Node>> found = records.readNodes(ids);
    return IntStream.range(0, ids.size())
        .filter(i -> found.get(i).isEmpty())
        .mapToObj(ids::get)
        .toList();
  }

  /** Exact counts, without reading nouns or verbs. */
  public GraphStatistics getStatistics() {
    return GraphStatistics.of(documents.records().statistics(documents.namespace()));
  }

  /**
   * Reads all and looks for what does not fit together: a verb without its nouns, a noun that its
   * type does not list, a wrong count. Changes nothing. Writers at work meanwhile may look like
   * faults.
   *
   * @return what was found, a hundred faults or somewhat more at most; empty if all is well
   */
  public List<String> audit() {
    return new GraphAudit(documents, records, edges).run();
  }

  /** Names the record that keeps a noun. */
  public RecordId idOf(Noun noun) {
    return nounWriter.recordId(noun.id());
  }

  /** Names the record that keeps a verb. */
  public RecordId idOf(Verb verb) {
    return verbWriter.recordId(verb.id());
  }

  private static String requireNoun(String id) {
    return GraphNames.requireId("A noun's id", id);
  }

  private static String requireVerb(String id) {
    return GraphNames.requireId("A verb's id", id);
  }

  private static boolean happened(CommitResult deleted) {
    return deleted instanceof CommitResult.Committed committed
        && committed.versions().getFirst().isAfter(Version.NONE);
  }
}
