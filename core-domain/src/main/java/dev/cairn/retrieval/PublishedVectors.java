package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonStyle;
import dev.cairn.json.JsonValue;
import dev.cairn.json.JsonWriter;
import dev.cairn.search.IndexPublisher;
import dev.cairn.search.PublishedIndex;
import dev.cairn.search.UnusableSnapshotException;
import dev.cairn.search.VectorIndex;
import dev.cairn.search.VectorIndexFactory;
import dev.cairn.store.RecordId;
import dev.cairn.store.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The vector index that is kept with the records of one namespace, if the store keeps one. One
 * thread at a time.
 */
final class PublishedVectors {
  private static final String MADE_FOR = "madeFor";
  private static final String ELSEWHERE = "otherSpaces";
  private static final String PENDING = "notEmbedded";

  private final DocumentStore documents;
  private final VectorIndexFactory factory;
  private final String madeFor;
  private final String name;
  private final Optional<IndexPublisher> publisher;
  private final Set<String> unusable = new HashSet<>();
  private Optional<PublishedIndex> opened = Optional.empty();
  private volatile String note;

  /**
   * @param madeFor tells indexes that differ in what they hold
   */
  PublishedVectors(DocumentStore documents, VectorIndexFactory factory, String madeFor) {
    this.documents = documents;
    this.factory = factory;
    this.madeFor = madeFor;
    name = "search-" + Integer.toHexString(madeFor.hashCode());
    publisher =
        documents.records() instanceof IndexPublisher able ? Optional.of(able) : Optional.empty();
    note = publisher.isPresent() ? "none yet" : "not kept by this store";
  }

  /**
   * An index as it was published, and what is to be known to go on from it.
   *
   * @param followed the version that it has all changes up to
   * @param otherSpaces how many vectors it has left out since they are of another space
   */
  record Opened(
      VectorIndex vectors, Version followed, List<RecordId> notEmbedded, long otherSpaces) {}

  /** Opens the newest; empty if there is none that can be used. */
  Optional<Opened> open() {
    Optional<PublishedIndex> found =
        publisher
            .flatMap(store -> store.published(documents.namespace(), name))
            .filter(index -> !unusable.contains(index.id()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    PublishedIndex index = found.get();
    try {
      Opened read = open(index);
      opened = found;
      note = "searched where it is kept, as of change " + index.asOf().position();
      return Optional.of(read);
    } catch (UnusableSnapshotException broken) {
      unusable.add(index.id());
      note = "not used: " + broken.reason();
      return Optional.empty();
    }
  }

  private Opened open(PublishedIndex index) {
    if (!(JsonValue.parse(index.label()) instanceof JsonObject label)
        || !label.find(MADE_FOR).equals(Optional.of(new JsonString(madeFor)))) {
      throw new UnusableSnapshotException("It was made with other settings.");
    }
    List<RecordId> pending = new ArrayList<>();
    if (label.find(PENDING).orElse(JsonArray.EMPTY) instanceof JsonArray ids) {
      for (JsonValue id : ids.elements()) {
        if (id instanceof JsonString text) {
          pending.add(SearchableId.parse(documents.namespace(), text.value()));
        }
      }
    }
    long others =
        label.find(ELSEWHERE).orElse(JsonNumber.of(0)) instanceof JsonNumber number
            ? (long) number.doubleValue()
            : 0;
    return new Opened(factory.open(index.blocks()), index.asOf(), pending, others);
  }

  /** What was opened is not used any more. */
  void close() {
    opened = Optional.empty();
  }

  /** What was opened cannot be used: a next call of {@link #open} gives another or none. */
  void discard(String reason) {
    opened.ifPresent(index -> unusable.add(index.id()));
    opened = Optional.empty();
    note = "not used: " + reason;
  }

  boolean isOpen() {
    return opened.isPresent();
  }

  /** The store as one that keeps indexes. */
  IndexPublisher requirePublisher() {
    return publisher.orElseThrow(
        () ->
            new IllegalStateException(
                "This store keeps no indexes. Those that do are shared ones, such as storage.type"
                    + " s3."));
  }

  /**
   * Publishes an index in memory.
   *
   * @throws IllegalStateException if it cannot be published
   */
  void publish(Opened index) {
    List<String> pending = index.notEmbedded().stream().map(SearchableId::of).toList();
    String label =
        JsonWriter.write(
            JsonObject.builder()
                .put(MADE_FOR, madeFor)
                .put(ELSEWHERE, index.otherSpaces())
                .put(PENDING, JsonArray.ofStrings(pending))
                .build(),
            JsonStyle.MINIFIED);
    if (label.getBytes(StandardCharsets.UTF_8).length > IndexPublisher.MAX_LABEL_BYTES) {
      throw new IllegalStateException(
          "%d texts have no vector yet, too many to publish an index without them. Run 'cairn index embed' first."
              .formatted(pending.size()));
    }
    try {
      requirePublisher()
          .publish(
              documents.namespace(),
              name,
              index.followed(),
              label,
              sink -> {
                if (!index.vectors().publish(sink)) {
                  throw new IllegalStateException(
                      "The configured vector index cannot be published, or holds too little. Set"
                          + " 'search.vector.type' to 'partitioned'.");
                }
              });
      note = "published as of change " + index.followed().position();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Takes away what is published; tells whether there was something. */
  boolean withdraw() {
    return requirePublisher().withdraw(documents.namespace(), name);
  }

  /** What became of it, for an operator. */
  String explain() {
    return opened
        .map(
            index ->
                "%s; %d changes of the store since"
                    .formatted(
                        note, documents.records().latest().position() - index.asOf().position()))
        .orElse(note);
  }
}
