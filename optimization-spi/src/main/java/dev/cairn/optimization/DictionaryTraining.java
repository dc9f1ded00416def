package dev.cairn.optimization;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.codec.UnknownFormatException;
import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
import dev.cairn.store.Record;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Trains an optimizer on an even sample of the records of a namespace. */
public final class DictionaryTraining {
  private static final int MAX_SAMPLES = 10_000;

  /** Reading more than this teaches little and takes long. */
  private static final int MAX_READ = 200_000;

  private static final int PAGE = 1_000;

  /** Larger documents gain nothing from a dictionary, and a sample must fit into memory. */
  private static final int MAX_PAYLOAD_BYTES = 16 * 1024;

  /** With fewer records a dictionary costs more than it saves. */
  private static final int MIN_RECORDS = 100;

  private static final long SEED = 42;

  private DictionaryTraining() {}

  /**
   * Trains on every kind that has enough records.
   *
   * @param again whether to train kinds anew that have been trained before
   */
  public static void train(DocumentStore documents, Optimizer optimizer, boolean again) {
    documents
        .records()
        .statistics(documents.namespace())
        .kinds()
        .forEach(
            (kind, count) -> {
              boolean worth =
                  count.records() >= MIN_RECORDS
                      && !kind.equals(StoredManifestRegistry.KIND)
                      && documents.holdsDocuments(kind);
              if (worth
                  && (again || !optimizer.manifest(kind).map(Manifest::isTrained).orElse(true))) {
                optimizer.train(kind, sample(documents, kind));
              }
            });
  }

  /** Documents to learn from, none of them of {@code userId}; empty if there are too few. */
  static List<JsonObject> sampleWithout(DocumentStore documents, String kind, String userId) {
    List<JsonObject> sample = sample(documents, kind, id -> !id.partition().equals(userId));
    return sample.size() < MIN_RECORDS ? List.of() : sample;
  }

  static List<JsonObject> sample(DocumentStore documents, String kind) {
    return sample(documents, kind, id -> true);
  }

  /**
   * Each record that is read has the same chance (reservoir sampling, Vitter's algorithm R).
   * Damaged records are left out: they are for others to find.
   */
  private static List<JsonObject> sample(
      DocumentStore documents, String kind, Predicate<RecordId> wanted) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Record> sample = new ArrayList<>();
    Scan scan = Scan.of(documents.namespace(), kind).withLimit(PAGE);
    Optional<Cursor> after = Optional.empty();
    int read = 0;
    int small = 0;
    do {
      Page<Record> page =
          documents.records().scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
      for (Record record : page.items()) {
        if (!wanted.test(record.id())) {
          continue;
        }
        read++;
        if (record.payload().size() > MAX_PAYLOAD_BYTES) {
          continue;
        }
        small++;
        if (sample.size() < MAX_SAMPLES) {
          sample.add(record);
        } else {
          int place = random.nextInt(small);
          if (place < MAX_SAMPLES) {
            sample.set(place, record);
          }
        }
      }
      after = page.next();
    } while (after.isPresent() && read < MAX_READ);
    return sample.stream().flatMap(record -> document(documents, record).stream()).toList();
  }

  private static Optional<JsonObject> document(DocumentStore documents, Record record) {
    try {
      return Optional.of(documents.codec().decode(record.payload()));
    } catch (CorruptRecordException | UnknownFormatException unreadable) {
      return Optional.empty();
    }
  }
}
