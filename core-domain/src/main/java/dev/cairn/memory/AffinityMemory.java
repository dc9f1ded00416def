package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.document.StoredDocument;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Expectation;
import dev.cairn.store.RecordId;
import java.util.List;
import java.util.Optional;

/** Changes the affinities of one namespace without losing a change. Thread-safe; calls block. */
final class AffinityMemory {
  /** An update that lost this many races in a row gives up; each loss means that another won. */
  private static final int MAX_ATTEMPTS = 1_000;

  private final DocumentStore documents;
  private final AffinityLevels levels;

  AffinityMemory(DocumentStore documents, AffinityLevels levels) {
    this.documents = documents;
    this.levels = levels;
  }

  RecordId recordId(String userId, String personality) {
    return documents.id(Affinity.KIND, userId, personality);
  }

  /** Adds points; see {@link MemoryClient#updateAffinity}. */
  Affinity update(String userId, String personality, int points) {
    RecordId id = recordId(userId, personality);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<StoredDocument> found = documents.getFresh(id);
      Affinity before =
          found
              .map(document -> Affinity.ofDocument(document.document()))
              .orElseGet(() -> Affinity.of(userId, personality, 0));
      Affinity after = afterInteraction(before, points);
      Expectation unchanged =
          found.map(d -> Expectation.version(d.version())).orElse(Expectation.ABSENT);
      CommitResult result =
          documents.commit(List.of(new DocumentWrite.Put(id, after.document(), unchanged)));
      if (Outcome.happened(result)) {
        return after;
      }
    }
    throw new ConflictException(
        "The affinity could not be changed, since others changed it %d times meanwhile. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  private Affinity afterInteraction(Affinity before, int points) {
    int sum = Math.clamp((long) before.points() + points, 0, Affinity.MAX_POINTS);
    String counter = points < 0 ? "negative_interactions" : "positive_interactions";
    return before
        .with("affinity_points", sum)
        .with("current_level", levels.levelOf(sum))
        .with("total_interactions", before.counter("total_interactions") + 1)
        .with(counter, before.counter(counter) + 1);
  }
}
