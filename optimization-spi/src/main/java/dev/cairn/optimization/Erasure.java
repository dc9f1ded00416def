package dev.cairn.optimization;

import static java.util.stream.Collectors.toSet;

import dev.cairn.codec.RecordCodec;
import dev.cairn.document.DocumentStore;
import dev.cairn.json.JsonObject;
import dev.cairn.lock.Lease;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Erased;
import dev.cairn.store.Payload;
import dev.cairn.store.StorageException;
import dev.cairn.store.WriteBatch;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Erases all there is of a user in a namespace: the records of every kind in the user's partition,
 * their entries in the change log and the cache, and what dictionaries have learned from them.
 *
 * <p>A dictionary goes if it holds six bytes of a text of the user that no record of anyone else
 * has, or if that cannot be known, since texts of the user were replaced or deleted or the log is
 * incomplete (which every erasure leaves it). A new one is trained on what is left, and the records
 * of others are rewritten with it, which changes nothing that they say. At the end the store is
 * compacted.
 *
 * <p>Resumable: after a stop, running again does what is left; a receipt then tells of that only.
 * Safe beside readers and writers of this version of Cairn. What is written about the user
 * meanwhile may stay, so let nobody write about them. Records of others that mention the user stay.
 * Not thread-safe, and only one run in a namespace at a time.
 */
public final class Erasure {
  /** Rounds in which records that others keep writing with an old dictionary are rewritten. */
  private static final int MAX_ROUNDS = 5;

  private final DocumentStore documents;
  private final Optimizer optimizer;
  private final InstantSource clock;
  private final BulkOptimization.Listener listener;
  private Optional<Lease> lease = Optional.empty();

  /**
   * @param optimizer the codec of {@code documents}
   * @param listener told how rewriting goes; may throw to stop
   */
  public Erasure(
      DocumentStore documents,
      Optimizer optimizer,
      InstantSource clock,
      BulkOptimization.Listener listener) {
    this.documents = documents;
    this.optimizer = optimizer;
    this.clock = clock;
    this.listener = listener;
  }

  /** Erases under a lease: once another process has taken it over, the erasure fails. */
  public Erasure under(Lease held) {
    lease = Optional.of(held);
    return this;
  }

  /**
   * What {@link #erase} would do now; changes nothing.
   *
   * @throws IllegalArgumentException if the user's id is empty
   */
  public ErasureReceipt preview(String userId) {
    ErasureSurvey survey = survey(userId);
    Set<ManifestId> suspects = ids(survey.suspects());
    long rewrite =
        suspects.isEmpty()
            ? 0
            : ErasureSurvey.countWritten(documents, suspects, Optional.of(userId));
    return new ErasureReceipt(
        clock.instant(),
        documents.namespace(),
        ErasureDigest.ofText(userId),
        true,
        survey.kinds(),
        survey.digest(),
        survey.logEntries(),
        suspects.size(),
        rewrite);
  }

  /**
   * Erases the user.
   *
   * @throws IllegalArgumentException if the user's id is empty
   * @throws StorageException if the store fails, or if it cannot be finished, since records cannot
   *     be read or someone goes on writing with a dictionary that must go
   */
  public ErasureReceipt erase(String userId) {
    requireLease();
    Set<Manifest> suspects = new HashSet<>(survey(userId).suspects());
    long rewritten = 0;
    if (!suspects.isEmpty()) {
      learnAnew(suspects, userId);
      rewritten += rewrite(ids(suspects), userId);
    }
    requireLease();
    ErasureDigest digest = new ErasureDigest();
    Erased erased = documents.erase(userId, digest::add);
    if (!suspects.isEmpty()) {
      rewritten += removeManifests(suspects);
    }
    documents.records().compact();
    return new ErasureReceipt(
        clock.instant(),
        documents.namespace(),
        ErasureDigest.ofText(userId),
        false,
        erased.kinds(),
        digest.hex(),
        erased.changes(),
        suspects.size(),
        rewritten);
  }

  /** Fails if a later holder has written; from now on no earlier one can. */
  private void requireLease() {
    if (lease.isEmpty()) {
      return;
    }
    WriteBatch claim = WriteBatch.by(documents.author()).under(lease.get()).build();
    if (documents.commit(claim) instanceof CommitResult.Unknown unknown) {
      throw new StorageException(
          "It is not known whether the lease of this erasure is noted: %s. Erase again to go on."
              .formatted(unknown.reason()));
    }
  }

  private BulkOptimization rewriting(Set<ManifestId> old) {
    BulkOptimization bulk =
        new BulkOptimization(documents, new Replacing(optimizer, old), false, listener);
    lease.ifPresent(bulk::under);
    return bulk;
  }

  private ErasureSurvey survey(String userId) {
    if (userId.isEmpty()) {
      throw new IllegalArgumentException(
          "An erasure needs a user's id, but it is empty. Give the id of the user to erase.");
    }
    ErasureSurvey survey = new ErasureSurvey(documents, optimizer.manifests(), userId);
    survey.run();
    return survey;
  }

  /** Leaves in {@code suspects} those that are not what others' documents alone teach. */
  private void learnAnew(Set<Manifest> suspects, String userId) {
    optimizer.avoid(ids(suspects));
    Set<String> kinds = new TreeSet<>();
    suspects.forEach(manifest -> kinds.add(manifest.kind()));
    for (String kind : kinds) {
      boolean needed = optimizer.manifest(kind).map(m -> !m.isTrained()).orElse(false);
      if (needed) {
        optimizer
            .train(kind, DictionaryTraining.sampleWithout(documents, kind, userId))
            .ifPresent(suspects::remove);
      }
    }
    optimizer.avoid(ids(suspects));
    // By then others have read the log, and write with the new dictionaries, too.
    LockSupport.parkNanos(documents.maxStaleness().toNanos());
  }

  private long rewrite(Set<ManifestId> old, String userId) {
    return rewriting(old).everythingBut(userId).rewritten();
  }

  /** Removes manifests once nothing is written with them, which is looked at before and after. */
  private long removeManifests(Set<Manifest> suspects) {
    Set<ManifestId> ids = ids(suspects);
    long rewritten = 0;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (isUnused(ids)) {
        optimizer.remove(ids);
        if (isUnused(ids)) {
          optimizer.avoid(Set.of());
          return rewritten;
        }
        optimizer.restore(List.copyOf(suspects));
      }
      rewritten += rewriting(ids).everything().rewritten();
    }
    throw new StorageException(
        "The user's records are erased, but %d records are still written with dictionaries that may hold pieces of them: they cannot be read here, or another process goes on writing so. Look with 'cairn doctor', close other processes, and erase again to finish."
            .formatted(ErasureSurvey.countWritten(documents, ids, Optional.empty())));
  }

  private boolean isUnused(Set<ManifestId> ids) {
    return ErasureSurvey.countWritten(documents, ids, Optional.empty()) == 0;
  }

  private static Set<ManifestId> ids(Set<Manifest> manifests) {
    return manifests.stream().map(Manifest::id).collect(toSet());
  }

  /** Rewrites what was written with old manifests and leaves everything else. */
  private record Replacing(Optimizer optimizer, Set<ManifestId> old) implements RecordCodec {
    @Override
    public Payload encode(String kind, JsonObject document) {
      return optimizer.encode(kind, document);
    }

    @Override
    public JsonObject decode(Payload payload) {
      return optimizer.decode(payload);
    }

    @Override
    public boolean isCurrent(String kind, Payload payload) {
      return Optimizer.manifestOf(payload).filter(old::contains).isEmpty();
    }
  }
}
