package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.document.StoredDocument;
import dev.cairn.json.JsonObject;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StorageException;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one namespace: facts, episodes and affinity of its users.
 *
 * <p>Whether and how records are compressed makes no difference to any call here. Thread-safe;
 * calls block and are meant for virtual threads. What cannot be done is a {@link
 * dev.cairn.store.StorageException}; what was not found is empty.
 */
public class MemoryClient {
  private static final int MAX_ATTEMPTS = 1_000;

  private final DocumentStore documents;
  private final FactMemory facts;
  private final AffinityLevels levels;

  /**
   * @param mergeOnSave merges a saved fact with the one that says the same; empty replaces it
   */
  public MemoryClient(
      DocumentStore documents, Optional<FactMerger> mergeOnSave, AffinityLevels levels) {
    this.documents = documents;
    this.facts = new FactMemory(documents, mergeOnSave);
    this.levels = levels;
  }

  public String namespace() {
    return documents.namespace();
  }

  // Facts

  /**
   * Saves a fact, replacing the one with the same user, category and key.
   *
   * @param value any plain value; see {@link dev.cairn.json.JsonValue#of(Object)}
   * @return the fact as it is saved, merged with its duplicate if duplicates are merged on saving
   */
  public Stored<Fact> saveFact(String userId, String category, String key, @Nullable Object value) {
    return saveFact(Fact.of(userId, category, key, value));
  }

  /** Saves a fact; see {@link #saveFact(String, String, String, Object)}. */
  public Stored<Fact> saveFact(Fact fact) {
    return facts.save(fact);
  }

  /**
   * Saves exactly this fact if the one with its user, category and key is as expected, without
   * merging.
   */
  public CommitResult saveFact(Fact fact, Expectation expectation) {
    return facts.save(fact, expectation);
  }

  /**
   * Saves facts in one atomic batch, in list order.
   *
   * @return for each given fact the one that is saved under its user, category and key
   */
  public List<Stored<Fact>> saveFacts(List<Fact> all) {
    return facts.saveAll(all);
  }

  public Optional<Fact> getFact(String userId, String category, String key) {
    return findFact(new FactKey(userId, category, key)).map(Stored::item);
  }

  /** The fact with its version, to expect when changing it. */
  public Optional<Stored<Fact>> findFact(FactKey key) {
    return facts.find(key);
  }

  /** All facts of a user, in order of category and key. */
  public List<Fact> getAllFacts(String userId) {
    return facts.all(userId, "");
  }

  /** The facts of a user in one category, in order of key. */
  public List<Fact> getAllFacts(String userId, String category) {
    return facts.all(userId, FactKey.recordIdPrefix(category));
  }

  /**
   * One page of facts in order of user, category and key.
   *
   * @param userId whose facts, or everyone's if empty
   * @param after where the page before it ended
   * @param limit 1 to {@link Scan#MAX_LIMIT}
   */
  public Page<Stored<Fact>> pageFacts(Optional<String> userId, Optional<Cursor> after, int limit) {
    return facts.page(userId, after, limit);
  }

  /**
   * @return whether the fact was there
   */
  public boolean deleteFact(String userId, String category, String key) {
    return facts.delete(new FactKey(userId, category, key));
  }

  /** Deletes the fact if it is as expected. */
  public CommitResult deleteFact(FactKey key, Expectation expectation) {
    return facts.delete(key, expectation);
  }

  /**
   * Takes a merged fact apart: the latest of the facts that were merged takes its place.
   *
   * @return the facts that were merged, oldest first; the fact alone if it was not merged, nothing
   *     if there is none
   */
  public List<Fact> unmerge(FactKey key) {
    return facts.unmerge(key);
  }

  /** The users that have facts, with how many and how many bytes, in order. */
  public Page<PartitionCount> users(Optional<Cursor> after, int limit) {
    return documents.records().partitions(namespace(), Fact.KIND, after, limit);
  }

  // Episodes

  /** Saves an episode, replacing the one with the same user and id. */
  public Stored<Episode> saveEpisode(Episode episode) {
    RecordId id = episodeId(episode.userId(), episode.id());
    return new Stored<>(episode, put(id, episode.document()));
  }

  public Optional<Episode> getEpisode(String userId, String id) {
    return documents.get(episodeId(userId, id)).map(found -> Episode.ofDocument(found.document()));
  }

  /** All episodes of a user, in order of id. */
  public List<Episode> getAllEpisodes(String userId) {
    return documents.scanAll(Scan.of(namespace(), Episode.KIND, userId)).stream()
        .map(found -> Episode.ofDocument(found.document()))
        .toList();
  }

  /**
   * @return whether the episode was there
   */
  public boolean deleteEpisode(String userId, String id) {
    return delete(episodeId(userId, id));
  }

  // Affinity

  /** Saves an affinity, replacing the one of the same user and personality. */
  public Stored<Affinity> saveAffinity(Affinity affinity) {
    RecordId id = affinityId(affinity.userId(), affinity.personality());
    return new Stored<>(affinity, put(id, affinity.document()));
  }

  public Optional<Affinity> getAffinity(String userId, String personality) {
    return documents
        .get(affinityId(userId, personality))
        .map(found -> Affinity.ofDocument(found.document()));
  }

  /** A user's affinities to all personalities, in order of name. */
  public List<Affinity> getAllAffinity(String userId) {
    return documents.scanAll(Scan.of(namespace(), Affinity.KIND, userId)).stream()
        .map(found -> Affinity.ofDocument(found.document()))
        .toList();
  }

  /**
   * Adds points for one interaction, within 0 to {@link Affinity#MAX_POINTS}, sets the level that
   * is reached, and counts the interaction. Starts at 0 points if nothing was saved. No update is
   * lost to another one.
   */
  public Affinity updateAffinity(String userId, String personality, int points) {
    return changeAffinity(
        userId,
        personality,
        before -> {
          int sum = Math.clamp((long) before.points() + points, 0, Affinity.MAX_POINTS);
          String counter = points < 0 ? "negative_interactions" : "positive_interactions";
          return before
              .with("affinity_points", sum)
              .with("current_level", levels.levelOf(sum))
              .with("total_interactions", before.counter("total_interactions") + 1)
              .with(counter, before.counter(counter) + 1);
        });
  }

  private Affinity changeAffinity(
      String userId, String personality, UnaryOperator<Affinity> change) {
    RecordId id = affinityId(userId, personality);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Optional<StoredDocument> found = documents.getFresh(id);
      Affinity after =
          change.apply(
              found
                  .map(document -> Affinity.ofDocument(document.document()))
                  .orElseGet(() -> Affinity.of(userId, personality, 0)));
      Expectation unchanged =
          found.map(d -> Expectation.version(d.version())).orElse(Expectation.ABSENT);
      CommitResult result =
          documents.commit(List.of(new DocumentWrite.Put(id, after.document(), unchanged)));
      if (result instanceof CommitResult.Committed) {
        return after;
      }
    }
    throw new ConflictException(
        "The affinity could not be changed, since others changed it %d times meanwhile. Try again."
            .formatted(MAX_ATTEMPTS));
  }

  /**
   * @return whether the affinity was there
   */
  public boolean deleteAffinity(String userId, String personality) {
    return delete(affinityId(userId, personality));
  }

  // The whole namespace

  /** Exact counts of the namespace's records and their bytes. */
  public StoreStatistics getStatistics() {
    return documents.records().statistics(namespace());
  }

  /** The changes of this namespace after a version, in commit order. */
  public ChangePage changes(Version after, int limit) {
    return documents.records().changes(namespace(), after, limit);
  }

  /** The documents beneath, for what has no call of its own here. */
  public DocumentStore documents() {
    return documents;
  }

  private Version put(RecordId id, JsonObject document) {
    CommitResult result =
        documents.commit(List.of(new DocumentWrite.Put(id, document, Expectation.ANY)));
    return versionOf(result);
  }

  private boolean delete(RecordId id) {
    CommitResult result = documents.commit(List.of(new DocumentWrite.Delete(id, Expectation.ANY)));
    return versionOf(result).isAfter(Version.NONE);
  }

  private static Version versionOf(CommitResult result) {
    return switch (result) {
      case CommitResult.Committed committed -> committed.versions().getFirst();
      case CommitResult.Conflict ignored -> throw new IllegalStateException("ANY cannot conflict");
      case CommitResult.Unknown unknown ->
          throw new StorageException(
              "It is not known whether the write happened: %s. Read the record, or write it again."
                  .formatted(unknown.reason()));
    };
  }

  private RecordId episodeId(String userId, String id) {
    return documents.id(Episode.KIND, userId, id);
  }

  private RecordId affinityId(String userId, String personality) {
    return documents.id(Affinity.KIND, userId, personality);
  }
}
