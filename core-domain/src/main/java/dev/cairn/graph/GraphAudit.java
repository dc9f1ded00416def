package dev.cairn.graph;

import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares the records of a graph with each other. Used once; not thread-safe. */
final class GraphAudit {
  private static final int PAGE = 200;
  private static final int MAX_TOLD = 100;

  private final DocumentStore documents;
  private final GraphRecords records;
  private final EdgeReader edges;
  private final List<String> faults = new ArrayList<>();

  GraphAudit(DocumentStore documents, GraphRecords records, EdgeReader edges) {
    this.documents = documents;
    this.records = records;
    this.edges = edges;
  }

  List<String> run() {
    forEach(GraphRecords.NOUN, this::noun);
    forEach(GraphRecords.NODE, this::node);
    forEach(GraphRecords.VERB, this::verb);
    forEach(GraphRecords.OUT, this::edge);
    forEach(GraphRecords.IN, this::edge);
    forEach(
        GraphRecords.NOUN_VECTOR,
        record -> require(GraphRecords.NOUN, record.id().id(), "A vector is of no noun: "));
    forEach(
        GraphRecords.VERB_VECTOR,
        record -> require(GraphRecords.VERB, record.id().id(), "A vector is of no verb: "));
    for (String kind : documents.records().statistics(documents.namespace()).kinds().keySet()) {
      if (kind.startsWith(GraphRecords.NOUN_TYPE)) {
        forEach(kind, record -> entry(record, GraphRecords.NOUN, GraphRecords.NOUN_TYPE));
      } else if (kind.startsWith(GraphRecords.VERB_TYPE)) {
        forEach(kind, record -> entry(record, GraphRecords.VERB, GraphRecords.VERB_TYPE));
      }
    }
    return faults;
  }

  private void forEach(String kind, Consumer<Record> look) {
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Record> page = documents.records().scan(records.scan(kind, after, PAGE));
      page.items().forEach(look);
      after = page.next();
    } while (after.isPresent() && faults.size() < MAX_TOLD);
  }

  private void noun(Record record) {
    String id = record.id().id();
    JsonObject document = documents.codec().decode(record.payload());
    Noun noun = GraphRecords.noun(id, document, Optional.empty());
    Optional<Node> node = records.readNodes(List.of(id)).getFirst();
    if (node.filter(there -> there.type().equals(noun.type())).isEmpty()) {
      faults.add("A noun has no node of its type: " + GraphNames.shown(id));
    }
    require(GraphRecords.NOUN_TYPE + noun.type(), id, "A noun is not listed by its type: ");
    vector(document, GraphRecords.NOUN_VECTOR, id);
  }

  private void node(Record record) {
    String id = record.id().id();
    require(GraphRecords.NOUN, id, "A node is of no noun: ");
    Node node = records.readNodes(List.of(id)).getFirst().orElse(Node.newOf(""));
    if (count(id, Steps.out()) != node.out() || count(id, Steps.in()) != node.in()) {
      faults.add("A noun's verbs are counted wrong: " + GraphNames.shown(id));
    }
  }

  private long count(String noun, Steps steps) {
    long[] count = {0};
    edges.forEachPage(
        noun,
        steps,
        page -> {
          count[0] += page.size();
          return true;
        });
    return count[0];
  }

  private void verb(Record record) {
    String id = record.id().id();
    JsonObject document = documents.codec().decode(record.payload());
    Edge edge = GraphRecords.verb(id, document, Optional.empty()).edge();
    for (RecordId end : List.of(records.out(edge), records.in(edge))) {
      Optional<Record> found = documents.records().get(end);
      if (found.filter(there -> GraphRecords.edge(there).equals(edge)).isEmpty()) {
        faults.add("A verb cannot be walked: " + GraphNames.shown(id));
      }
    }
    require(GraphRecords.NODE, edge.source(), "A verb starts from no noun: ");
    require(GraphRecords.NODE, edge.target(), "A verb leads to no noun: ");
    require(GraphRecords.VERB_TYPE + edge.type(), id, "A verb is not listed by its type: ");
    vector(document, GraphRecords.VERB_VECTOR, id);
  }

  private void edge(Record record) {
    Edge edge = GraphRecords.edge(record);
    boolean same =
        documents
            .getFresh(records.id(GraphRecords.VERB, edge.verb()))
            .map(it -> GraphRecords.verb(edge.verb(), it.document(), Optional.empty()).edge())
            .filter(edge::equals)
            .isPresent();
    if (!same) {
      faults.add("An edge is of no verb: " + GraphNames.shown(edge.verb()));
    }
  }

  private void entry(Record record, String kind, String typePrefix) {
    String type = record.id().kind().substring(typePrefix.length());
    boolean same =
        documents
            .getFresh(records.id(kind, record.id().id()))
            .flatMap(found -> found.document().find("type"))
            .filter(JsonValue.of(type)::equals)
            .isPresent();
    if (!same) {
      faults.add("A list of a type has one of another: " + GraphNames.shown(record.id().id()));
    }
  }

  private void vector(JsonObject document, String kind, String id) {
    if (GraphRecords.hasVector(document)) {
      require(kind, id, "A vector is missing: ");
    } else if (documents.records().get(records.id(kind, id)).isPresent()) {
      faults.add("A vector is not named by what it is of: " + GraphNames.shown(id));
    }
  }

  private void require(String kind, String id, String fault) {
    if (documents.records().get(records.id(kind, id)).isEmpty()) {
      faults.add(fault + GraphNames.shown(id));
    }
  }
}
