package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.json.JsonObject;
import dev.cairn.search.Embedding;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One deletion of what there is of a user. Used once; not thread-safe. */
final class Forgetting {
  private static final int PAGE = 1_000;

  private final DocumentStore documents;
  private final ForgetRequest request;
  private final Map<String, StoreStatistics.Count> kinds = new TreeMap<>();

  Forgetting(DocumentStore documents, ForgetRequest request) {
    this.documents = documents;
    this.request = request;
  }

  ForgetReport run() {
    if (request.category().isPresent()) {
      String category = request.category().get();
      forget(Fact.KIND, FactKey.recordIdPrefix(category), record -> true);
      forget(HistoryIds.KIND, HistoryIds.prefix(category), record -> isOf(category, record));
      String ofFacts = Fact.KIND + "/" + FactKey.recordIdPrefix(category);
      textVectorKinds().forEach(kind -> forget(kind, ofFacts, record -> true));
    } else {
      List.of(Fact.KIND, HistoryIds.KIND, Turn.KIND, Episode.KIND, Affinity.KIND)
          .forEach(kind -> forget(kind, "", record -> true));
      textVectorKinds().forEach(kind -> forget(kind, "", record -> true));
    }
    return new ForgetReport(request.dryRun(), kinds);
  }

  private List<String> textVectorKinds() {
    return documents.records().statistics(documents.namespace()).kinds().keySet().stream()
        .filter(Embedding::isOfTextKind)
        .toList();
  }

  private boolean isOf(String category, Record step) {
    JsonObject document = documents.codec().decode(step.payload());
    return HistoryStep.ofJson(document).factKey().category().equals(category);
  }

  private void forget(String kind, String idPrefix, Predicate<Record> isWanted) {
    Scan scan =
        Scan.of(documents.namespace(), kind, request.userId())
            .withIdPrefix(idPrefix)
            .withLimit(PAGE);
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Record> page =
          documents.records().scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
      forget(page.items().stream().filter(isWanted).toList());
      after = page.next();
    } while (after.isPresent());
  }

  private void forget(List<Record> page) {
    if (page.isEmpty()) {
      return;
    }
    if (request.dryRun()) {
      page.forEach(this::count);
      return;
    }
    List<Version> deleted =
        Outcome.versions(
            documents.commit(
                page.stream()
                    .<DocumentWrite>map(r -> new DocumentWrite.Delete(r.id(), Expectation.ANY))
                    .toList()));
    for (int i = 0; i < page.size(); i++) {
      if (deleted.get(i).isAfter(Version.NONE)) {
        count(page.get(i));
      }
    }
  }

  private void count(Record record) {
    StoreStatistics.Count one = new StoreStatistics.Count(1, record.payload().size());
    kinds.merge(record.id().kind(), one, StoreStatistics.Count::plus);
  }
}
