package dev.cairn.optimization;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.StoredDocument;
import dev.cairn.json.JsonObject;
import dev.cairn.store.Cursor;
import dev.cairn.store.Page;
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
                  count.records() >= MIN_RECORDS && !kind.equals(StoredManifestRegistry.KIND);
              boolean trained = optimizer.manifest(kind).map(Manifest::isTrained).orElse(true);
              if (worth && (again || !trained)) {
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

  /** Each record that is read has the same chance (reservoir sampling, Vitter's algorithm R). */
  private static List<JsonObject> sample(
      DocumentStore documents, String kind, Predicate<RecordId> wanted) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<JsonObject> sample = new ArrayList<>();
    Scan scan = Scan.of(documents.namespace(), kind).withLimit(1_000);
    Optional<Cursor> after = Optional.empty();
    int read = 0;
    do {
      Page<StoredDocument> page =
          documents.scan(after.isPresent() ? scan.withAfter(after.get()) : scan);
      for (StoredDocument stored : page.items()) {
        if (!wanted.test(stored.id())) {
          continue;
        }
        read++;
        if (sample.size() < MAX_SAMPLES) {
          sample.add(stored.document());
        } else {
          int place = random.nextInt(read);
          if (place < MAX_SAMPLES) {
            sample.set(place, stored.document());
          }
        }
      }
      after = page.next();
    } while (after.isPresent() && read < MAX_READ);
    return sample;
  }
}
