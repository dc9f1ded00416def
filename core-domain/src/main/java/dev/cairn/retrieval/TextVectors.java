package dev.cairn.retrieval;

import dev.cairn.document.DocumentStore;
import dev.cairn.search.Embedding;
import dev.cairn.search.VectorSpace;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.WriteBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The vectors of texts that are kept in the store, of one space. Thread-safe.
 *
 * @param space that of the model; without one, none is used
 */
record TextVectors(DocumentStore documents, Optional<VectorSpace> space) {
  private static final int PAGE = 1_000;

  /** For each item its vector, if it needs one and there is one of its text as it is. */
  List<Optional<Embedding>> of(List<Searchable> items) {
    List<Optional<Embedding>> found = new ArrayList<>(items.size());
    if (space.isEmpty()) {
      items.forEach(item -> found.add(Optional.empty()));
      return found;
    }
    List<RecordId> ids = new ArrayList<>();
    items.forEach(item -> idOf(item).ifPresent(ids::add));
    List<Optional<Record>> records = documents.records().getAll(ids);
    int next = 0;
    for (Searchable item : items) {
      found.add(
          idOf(item).isEmpty()
              ? Optional.empty()
              : records.get(next++).flatMap(record -> usable(item, record)));
    }
    return found;
  }

  private Optional<RecordId> idOf(Searchable item) {
    return item.vector().isPresent()
        ? Optional.empty()
        : TextVector.idOf(item.id(), space.orElseThrow());
  }

  private Optional<Embedding> usable(Searchable item, Record record) {
    return Optional.of(TextVector.ofPayload(record.payload()))
        .filter(vector -> vector.isOf(item.toEmbed()))
        .map(TextVector::embedding)
        .filter(vector -> vector.space().equals(space.orElseThrow()));
  }

  /** Deletes the vectors of records that are gone, those of other spaces too. */
  void delete(Collection<RecordId> gone) {
    if (gone.isEmpty()) {
      return;
    }
    List<RecordId> ids = new ArrayList<>();
    for (String kind : kinds()) {
      for (RecordId id : gone) {
        TextVector.idOf(id, kind).ifPresent(ids::add);
      }
    }
    delete(documents.records().getAll(ids).stream().flatMap(Optional::stream).toList());
  }

  private void delete(List<Record> records) {
    WriteBatch.Builder batch = WriteBatch.by(documents.author());
    records.forEach(found -> batch.delete(found.id(), Expectation.version(found.version())));
    documents.records().commit(batch.build()); // whoever loses a race has nothing left to delete
  }

  /** The kinds of vectors of texts, of all spaces. */
  private List<String> kinds() {
    return documents.records().statistics(documents.namespace()).kinds().keySet().stream()
        .filter(Embedding::isOfTextKind)
        .toList();
  }

  /**
   * Deletes the vectors of all other spaces. May be stopped and called again.
   *
   * @param deleted told how many so far
   */
  long deleteOthers(LongConsumer deleted) {
    long count = 0;
    for (String kind : kinds()) {
      if (!kind.equals(Embedding.ofTextKind(space.orElseThrow()))) {
        Scan scan = Scan.of(documents.namespace(), kind).withLimit(PAGE);
        Page<Record> page = documents.records().scan(scan);
        while (!page.items().isEmpty()) {
          delete(page.items());
          count += page.items().size();
          deleted.accept(count);
          page = documents.records().scan(scan);
        }
      }
    }
    return count;
  }

  /** The record whose text a vector was made of. */
  static RecordId sourceOf(RecordId textVector) {
    int slash = textVector.id().indexOf('/');
    return new RecordId(
        textVector.namespace(),
        textVector.id().substring(0, slash),
        textVector.partition(),
        textVector.id().substring(slash + 1));
  }
}
