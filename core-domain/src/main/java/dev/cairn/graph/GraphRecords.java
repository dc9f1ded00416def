package dev.cairn.graph;

import dev.cairn.codec.BinaryPayload;
import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.json.JsonObject;
import dev.cairn.search.Embedding;
import dev.cairn.store.Cursor;
import dev.cairn.store.Payload;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records that keep a graph; {@code FORMAT.md} describes them. All are in the partition without
 * a name, since the partition of any other name belongs to the user of that name and is erased with
 * them.
 */
final class GraphRecords {
  static final String NOUN = "noun";
  static final String VERB = "verb";
  static final String NODE = "node";
  static final String OUT = "verb-out";
  static final String IN = "verb-in";
  static final String NOUN_VECTOR = "noun-vector";
  static final String VERB_VECTOR = "verb-vector";

  /** A type's entries have a kind of their own, so that the store counts them. */
  static final String NOUN_TYPE = "noun-type/";

  static final String VERB_TYPE = "verb-type/";
  static final Payload ENTRY = Payload.copyOf(new byte[] {BinaryPayload.MARK, BinaryPayload.ENTRY});

  private static final String PARTITION = "";
  private static final String VECTOR_MEMBER = "vector";
  private static final int EDGE_BYTES = 2 + Double.BYTES;
  private static final int NODE_BYTES = 2 + 2 * Long.BYTES;

  private final DocumentStore documents;

  GraphRecords(DocumentStore documents) {
    this.documents = documents;
  }

  // Names

  RecordId id(String kind, String id) {
    return documents.id(kind, PARTITION, id);
  }

  RecordId out(Edge edge) {
    return id(OUT, prefix(edge.source(), edge.type()) + edge.verb());
  }

  RecordId in(Edge edge) {
    return id(IN, prefix(edge.target(), edge.type()) + edge.verb());
  }

  static String prefix(String noun) {
    return escape(noun) + "/";
  }

  static String prefix(String noun, String type) {
    return prefix(noun) + escape(type) + "/";
  }

  private static String escape(String part) {
    return part.indexOf('~') < 0 && part.indexOf('/') < 0
        ? part
        : part.replace("~", "~0").replace("/", "~1");
  }

  private static String unescape(String part) {
    return part.indexOf('~') < 0 ? part : part.replace("~1", "/").replace("~0", "~");
  }

  Scan scan(String kind, Optional<Cursor> after, int limit) {
    Scan scan = Scan.of(documents.namespace(), kind, PARTITION).withLimit(limit);
    return after.map(scan::withAfter).orElse(scan);
  }

  // Nouns and verbs

  static JsonObject document(Noun noun) {
    JsonObject.Builder document = JsonObject.builder().put("type", noun.type());
    noun.text().ifPresent(text -> document.put("text", text));
    return finish(document, noun.vector(), noun.metadata());
  }

  static JsonObject document(Verb verb) {
    JsonObject.Builder document =
        JsonObject.builder()
            .put("type", verb.type())
            .put("source", verb.source())
            .put("target", verb.target())
            .put("weight", GraphJson.weight(verb.weight()));
    return finish(document, verb.vector(), verb.metadata());
  }

  private static JsonObject finish(
      JsonObject.Builder document, Optional<Embedding> vector, JsonObject metadata) {
    vector.ifPresent(there -> document.put(VECTOR_MEMBER, there.space().name()));
    if (!metadata.isEmpty()) {
      document.put("metadata", metadata);
    }
    return document.build();
  }

  static boolean hasVector(JsonObject document) {
    return document.has(VECTOR_MEMBER);
  }

  static Noun noun(String id, JsonObject document, Optional<Embedding> vector) {
    GraphJson in = new GraphJson("A saved noun", document, "type", "text", "vector", "metadata");
    return new Noun(id, in.requireText("type"), in.text("text"), vector, in.metadata());
  }

  static Verb verb(String id, JsonObject document, Optional<Embedding> vector) {
    GraphJson in =
        new GraphJson(
            "A saved verb", document, "type", "source", "target", "weight", "vector", "metadata");
    return new Verb(
        id,
        in.requireText("source"),
        in.requireText("target"),
        in.requireText("type"),
        in.number("weight").orElse(Verb.DEFAULT_WEIGHT),
        vector,
        in.metadata());
  }

  /** What is there under an id of a noun or verb at this moment. */
  record Found(Version version, JsonObject document, Optional<Embedding> vector) {}

  /**
   * The documents of this kind as they are at this moment, in the same order.
   *
   * @param vectorKind where their vectors are
   */
  List<Optional<Found>> readAll(String kind, String vectorKind, List<String> ids) {
    List<RecordId> both = new ArrayList<>(2 * ids.size());
    ids.forEach(id -> both.add(id(kind, id)));
    ids.forEach(id -> both.add(id(vectorKind, id)));
    List<Optional<Record>> records = documents.records().getAll(both);
    List<Optional<Found>> found = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      Optional<Embedding> vector =
          records.get(ids.size() + i).map(record -> Embedding.ofPayload(record.payload()));
      found.add(
          records
              .get(i)
              .map(
                  record ->
                      new Found(
                          record.version(), documents.codec().decode(record.payload()), vector)));
    }
    return found;
  }

  /** As {@link #readAll} for one, from the cache if it is there and has no vector. */
  Optional<Found> read(String kind, String vectorKind, String id) {
    Optional<StoredDocument> cached = documents.get(id(kind, id));
    if (cached.isEmpty() || hasVector(cached.get().document())) {
      return cached.isEmpty()
          ? Optional.empty()
          : readAll(kind, vectorKind, List.of(id)).getFirst();
    }
    return cached.map(there -> new Found(there.version(), there.document(), Optional.empty()));
  }

  // Edges

  static Payload outPayload(Edge edge) {
    return payload(edge.weight(), edge.target());
  }

  static Payload inPayload(Edge edge) {
    return payload(edge.weight(), edge.source());
  }

  private static Payload payload(double weight, String otherEnd) {
    byte[] end = otherEnd.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(EDGE_BYTES + end.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(BinaryPayload.MARK)
            .put(BinaryPayload.EDGE)
            .putDouble(weight)
            .put(end);
    return Payload.wrap(out.array());
  }

  /**
   * @param record of kind {@link #OUT} or {@link #IN}
   */
  static Edge edge(Record record) {
    String id = record.id().id();
    int first = id.indexOf('/');
    int second = id.indexOf('/', first + 1);
    String near = unescape(id.substring(0, first));
    String type = unescape(id.substring(first + 1, second));
    String verb = id.substring(second + 1);
    BinaryPayload.require(record.payload(), BinaryPayload.EDGE, EDGE_BYTES);
    return record
        .payload()
        .read(
            bytes -> {
              double weight = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble(2);
              String far =
                  new String(bytes, EDGE_BYTES, bytes.length - EDGE_BYTES, StandardCharsets.UTF_8);
              boolean out = record.id().kind().equals(OUT);
              return new Edge(verb, out ? near : far, out ? far : near, type, weight);
            });
  }

  // Nodes

  static Payload payload(Node node) {
    byte[] type = node.type().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(NODE_BYTES + type.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(BinaryPayload.MARK)
            .put(BinaryPayload.NODE)
            .putLong(node.out())
            .putLong(node.in())
            .put(type);
    return Payload.wrap(out.array());
  }

  List<Optional<Node>> readNodes(List<String> nouns) {
    List<RecordId> ids = nouns.stream().map(noun -> id(NODE, noun)).toList();
    return documents.records().getAll(ids).stream()
        .map(found -> found.map(GraphRecords::node))
        .toList();
  }

  private static Node node(Record record) {
    BinaryPayload.require(record.payload(), BinaryPayload.NODE, NODE_BYTES);
    return record
        .payload()
        .read(
            bytes -> {
              ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
              String type =
                  new String(bytes, NODE_BYTES, bytes.length - NODE_BYTES, StandardCharsets.UTF_8);
              return new Node(record.version(), type, in.getLong(2), in.getLong(10));
            });
  }
}
