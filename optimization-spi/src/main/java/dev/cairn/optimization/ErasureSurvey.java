package dev.cairn.optimization;

import static java.util.stream.Collectors.toSet;

import dev.cairn.codec.BinaryPayload;
import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.store.Change;
import dev.cairn.store.ChangePage;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Looks at what there is of a user, and changes nothing. Used once; not thread-safe. */
final class ErasureSurvey {
  private static final int PAGE = 1_000;

  private final DocumentStore documents;
  private final String userId;
  private final List<Manifest> trained;
  private final DictionaryTraces traces;
  private final Map<String, StoreStatistics.Count> kinds = new TreeMap<>();
  private final ErasureDigest digest = new ErasureDigest();
  private long logEntries;

  /**
   * Whether a text of the user may have been learned that no document has any more: one that was
   * replaced or deleted, before the log began or in it, or that cannot be read.
   */
  private boolean knowsAllTexts = true;

  ErasureSurvey(DocumentStore documents, List<Manifest> manifests, String userId) {
    this.documents = documents;
    this.userId = userId;
    this.trained = manifests.stream().filter(Manifest::isTrained).toList();
    this.traces = new DictionaryTraces(trained);
  }

  void run() {
    traces.ofUser(new JsonString(userId));
    readLog();
    for (String kind : kindsOf(documents)) {
      forEach(documents, Scan.of(documents.namespace(), kind, userId), this::lookAtOwn);
    }
    if (knowsAllTexts) {
      trained.stream().map(Manifest::kind).distinct().forEach(this::lookAtOthers);
    }
  }

  private void readLog() {
    ChangePage page = documents.records().changes(documents.namespace(), Version.NONE, PAGE);
    knowsAllTexts &= !page.gap();
    readEntries(page);
    while (page.more()) {
      page = documents.records().changes(documents.namespace(), page.next(), PAGE);
      readEntries(page);
    }
  }

  private void readEntries(ChangePage page) {
    for (Change change : page.changes()) {
      if (change.id().partition().equals(userId)) {
        logEntries++;
        boolean lost = change.type() == Change.Type.DELETE || change.before().isAfter(Version.NONE);
        knowsAllTexts &= !lost;
      }
    }
  }

  private void lookAtOwn(Record record) {
    StoreStatistics.Count one = new StoreStatistics.Count(1, record.payload().size());
    kinds.merge(record.id().kind(), one, StoreStatistics.Count::plus);
    digest.add(record);
    if (!BinaryPayload.is(record.payload())) {
      decode(record).ifPresentOrElse(traces::ofUser, () -> knowsAllTexts = false);
    }
  }

  private void lookAtOthers(String kind) {
    Scan scan = Scan.of(documents.namespace(), kind).withLimit(PAGE);
    Optional<Cursor> after = Optional.empty();
    do {
      Page<Record> page =
          documents.records().scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
      for (Record record : page.items()) {
        if (!record.id().partition().equals(userId)) {
          decode(record).ifPresent(document -> traces.ofOther(kind, document));
        }
      }
      after = page.next();
    } while (after.isPresent() && traces.hasTraces(kind));
  }

  private Optional<JsonObject> decode(Record record) {
    try {
      return Optional.of(documents.codec().decode(record.payload()));
    } catch (CorruptRecordException | UnknownFormatException unreadable) {
      return Optional.empty();
    }
  }

  Map<String, StoreStatistics.Count> kinds() {
    return kinds;
  }

  long logEntries() {
    return logEntries;
  }

  /** Usable once. */
  String digest() {
    return digest.hex();
  }

  /** The trained manifests that hold pieces of the user's texts, or may hold some. */
  Set<Manifest> suspects() {
    return knowsAllTexts ? traces.traced() : Set.copyOf(trained);
  }

  /** How many records of anyone else are written with manifests. */
  static long countWritten(
      DocumentStore documents, Set<ManifestId> manifests, Optional<String> exceptUser) {
    long[] count = {0};
    for (String kind : kindsOf(documents)) {
      forEach(
          documents,
          Scan.of(documents.namespace(), kind),
          record -> {
            boolean excepted = exceptUser.filter(record.id().partition()::equals).isPresent();
            if (!excepted
                && Optimizer.manifestOf(record.payload()).filter(manifests::contains).isPresent()) {
              count[0]++;
            }
          });
    }
    return count[0];
  }

  private static List<String> kindsOf(DocumentStore documents) {
    Set<String> kinds =
        documents.records().statistics(documents.namespace()).kinds().keySet().stream()
            .filter(kind -> !kind.equals(StoredManifestRegistry.KIND))
            .collect(toSet());
    return kinds.stream().sorted(RecordId::compareCodePoints).toList();
  }

  private static void forEach(DocumentStore documents, Scan scan, Consumer<Record> consumer) {
    Optional<Cursor> after = Optional.empty();
    do {
      Scan next = scan.withLimit(PAGE);
      Page<Record> page =
          documents.records().scan(after.isPresent() ? next.withAfter(after.get()) : next);
      page.items().forEach(consumer);
      after = page.next();
    } while (after.isPresent());
  }
}
