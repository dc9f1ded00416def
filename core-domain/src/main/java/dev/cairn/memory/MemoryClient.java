package dev.cairn.memory;

import dev.cairn.document.DocumentStore;
import dev.cairn.document.DocumentWrite;
import dev.cairn.json.JsonObject;
import dev.cairn.store.ChangePage;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.RecordId;
import dev.cairn.store.Scan;
import dev.cairn.store.StoreStatistics;
import dev.cairn.store.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one namespace: facts, episodes, affinity and conversations of its users.
 *
 * <p>Whether and how records are compressed makes no difference to any call here. Thread-safe;
 * calls block and are meant for virtual threads. What cannot be done is a {@link
 * dev.cairn.store.StorageException}; what was not found is empty.
 */
public class MemoryClient {
  private static final int PAGE = 1_000;

  private final DocumentStore documents;
  private final FactMemory facts;
  private final FactWriter writer;
  private final FactHistory history;
  private final AffinityMemory affinities;
  private final TurnMemory turns;
  private final Optional<FactMerger> mergeOnSave;

  /** A client with the default policy and the system's clock. */
  public MemoryClient(
      DocumentStore documents, Optional<FactMerger> mergeOnSave, AffinityLevels levels) {
    this(documents, mergeOnSave, levels, MemoryPolicy.defaults(), InstantSource.system());
  }

  /**
   * @param mergeOnSave merges a saved fact with the one that says the same; empty replaces it
   * @param policy what is kept
   * @param clock for what depends on the time; may go back
   */
  public MemoryClient(
      DocumentStore documents,
      Optional<FactMerger> mergeOnSave,
      AffinityLevels levels,
      MemoryPolicy policy,
      InstantSource clock) {
    this.documents = documents;
    this.history = new FactHistory(documents, policy);
    this.writer = new FactWriter(documents, mergeOnSave, policy, history, clock);
    this.facts = new FactMemory(documents, writer, policy, clock);
    this.mergeOnSave = mergeOnSave;
    this.affinities = new AffinityMemory(documents, levels);
    this.turns = new TurnMemory(documents);
  }

  public String namespace() {
    return documents.namespace();
  }

  /** What merges a saved fact with the one that says the same; empty if it replaces it. */
  public Optional<FactMerger> mergeOnSave() {
    return mergeOnSave;
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
    return writer.saveAll(List.of(fact)).getFirst();
  }

  /**
   * Saves this fact if the one with its user, category and key is as expected, without merging. It
   * is saved exactly as given, but for what the rules of its category add.
   */
  public CommitResult saveFact(Fact fact, Expectation expectation) {
    return writer.save(fact, expectation);
  }

  /**
   * Saves facts in one atomic batch, in list order.
   *
   * <p>What a save replaces is kept as history, as far as the policy says; the same batch removes
   * what the policy keeps no longer. A fact that is there already exactly as given is not written
   * again and keeps its version.
   *
   * <p>In a single-valued category a value gets a {@code valid_from} if it has none: its timestamp,
   * or else the time of the save; a save that says the same again keeps it. Another value closes
   * the current one, which stays known as true until the new one's start. A value that starts
   * before the current one must end by then, and is kept as a past value beside the current one, in
   * the place of one with exactly its interval if there is one.
   *
   * @return for each given fact the one that is saved under its user, category and key
   * @throws InvalidMemoryException if a value of a single-valued category would be true at the same
   *     time as another one
   * @throws MemoryLimitException if there is no room for them within {@link UserLimits}
   */
  public List<Stored<Fact>> saveFacts(List<Fact> all) {
    return writer.saveAll(all);
  }

  /** The fact, unless it has expired. */
  public Optional<Fact> getFact(String userId, String category, String key) {
    return findFact(new FactKey(userId, category, key)).map(Stored::item);
  }

  /** The fact with its version, to expect when changing it; empty if it has expired. */
  public Optional<Stored<Fact>> findFact(FactKey key) {
    return facts.find(key);
  }

  /** All facts of a user that have not expired, category by category, in order of key. */
  public List<Fact> getAllFacts(String userId) {
    return facts.all(userId, "");
  }

  /** The facts of a user in one category that have not expired, in order of key. */
  public List<Fact> getAllFacts(String userId, String category) {
    return facts.all(userId, FactKey.recordIdPrefix(category));
  }

  /**
   * The facts of a user one by one, category by category, in order of key. They are read page by
   * page, so that memory does not grow with their number.
   */
  public Iterable<Fact> eachFact(String userId) {
    return () ->
        Stream.iterate(
                Optional.of(facts.page(Optional.of(userId), Optional.empty(), PAGE)),
                Optional::isPresent,
                page ->
                    page.flatMap(Page::next)
                        .map(next -> facts.page(Optional.of(userId), Optional.of(next), PAGE)))
            .flatMap(page -> page.orElseThrow().items().stream().map(Stored::item))
            .iterator();
  }

  /**
   * One page of facts, user by user and category by category, in order of key. Expired facts are
   * left out, so that a page may have fewer than {@code limit}, even none, before the last.
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
    CommitResult result = writer.delete(new FactKey(userId, category, key), Expectation.ANY);
    return Outcome.versions(result).getFirst().isAfter(Version.NONE);
  }

  /** Deletes the fact if it is as expected. */
  public CommitResult deleteFact(FactKey key, Expectation expectation) {
    return writer.delete(key, expectation);
  }

  /**
   * Pins a fact: contexts take it first, it is never evicted, and its category's time to live does
   * not end it. A save that replaces the fact leaves it pinned, unless it says {@code "pinned":
   * false}.
   *
   * @return whether the fact is there
   */
  public boolean pin(FactKey key) {
    return facts.pin(key);
  }

  /**
   * Takes the pin off a fact, also one that its category gives.
   *
   * @return whether the fact is there
   */
  public boolean unpin(FactKey key) {
    return facts.unpin(key);
  }

  /** Whether a fact is pinned: as it says itself, else as its category says. */
  public boolean isPinned(Fact fact) {
    return facts.isPinned(fact);
  }

  /**
   * Whether a fact is not read any more, since its time is over.
   *
   * @param stored the document of a fact's record
   */
  public boolean isExpired(JsonObject stored) {
    return facts.isExpired(Fact.ofStored(stored));
  }

  /**
   * Deletes facts that have expired, which are not read any more. They stay in the history as far
   * as the policy says. Reads all facts of the namespace until enough are found.
   *
   * @param limit how many at most, at least 1
   * @return how many were deleted; less than {@code limit} if no others have expired
   */
  public int removeExpired(int limit) {
    return facts.removeExpired(limit);
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

  /**
   * The versions of a fact that are kept, oldest first, with the current one. The oldest ones
   * beyond what {@link HistoryPolicy} keeps are gone.
   */
  public List<FactVersion> history(FactKey key) {
    return history.versions(key);
  }

  /**
   * What {@link #getFact} gave at a time, by the clocks of the writers.
   *
   * <p>If their clocks went back, it is what the last change in the order of versions made whose
   * time is not after {@code known}.
   */
  public Optional<Fact> factAsOf(FactKey key, Instant known) {
    return history.asOf(key, known);
  }

  /**
   * What was saved of a fact when {@code version} was the store's latest, whether it had expired or
   * not.
   */
  public Optional<Fact> factAsOf(FactKey key, Version version) {
    return history.asOf(key, version);
  }

  /**
   * The facts of a user that were true at one time, as far as known at another, in order of
   * category and key. A fact without {@code valid_from} counts as always true until then, one
   * without {@code valid_to} as true from then on. A deleted fact is unknown with all its values.
   * Reads all of the user's facts and their history.
   */
  public List<Fact> asOf(String userId, Instant validAt, Instant knownAt) {
    return history.asOf(userId, validAt, knownAt);
  }

  /**
   * How what was known of a user at one time differs from what was known at another. Reads all of
   * the user's facts and their history.
   */
  public FactDiff diff(String userId, Instant from, Instant to) {
    return history.diff(userId, from, to);
  }

  /** The users that have facts, with how many and how many bytes, in order. */
  public Page<PartitionCount> users(Optional<Cursor> after, int limit) {
    return documents.records().partitions(namespace(), Fact.KIND, after, limit);
  }

  // Episodes

  /** Saves an episode, replacing the one with the same user and id. */
  public Stored<Episode> saveEpisode(Episode episode) {
    return saveEpisodes(List.of(episode)).getFirst();
  }

  /** Saves episodes with different ids in one atomic batch, as {@link #saveEpisode} does each. */
  public List<Stored<Episode>> saveEpisodes(List<Episode> all) {
    List<Version> versions = putAll(all, this::idOf, Episode::document);
    return zip(all, versions);
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
    return saveAffinities(List.of(affinity)).getFirst();
  }

  /**
   * Saves affinities of different users or personalities in one atomic batch, as {@link
   * #saveAffinity} does each.
   */
  public List<Stored<Affinity>> saveAffinities(List<Affinity> all) {
    List<Version> versions = putAll(all, this::idOf, Affinity::document);
    return zip(all, versions);
  }

  public Optional<Affinity> getAffinity(String userId, String personality) {
    return documents
        .get(affinities.recordId(userId, personality))
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
    return affinities.update(userId, personality, points);
  }

  /**
   * @return whether the affinity was there
   */
  public boolean deleteAffinity(String userId, String personality) {
    return delete(affinities.recordId(userId, personality));
  }

  // Turns of conversations

  /**
   * Keeps what someone said, word for word.
   *
   * @param session the conversation that it belongs to; not empty
   * @param time when it was said; turns of the same time stay in the order in which they came
   * @return the turn with its id, which facts may name as where they come from
   */
  public Stored<Turn> remember(
      String userId, String session, String speaker, String text, Instant time) {
    return turns.remember(userId, session, speaker, text, time);
  }

  /**
   * Keeps what someone said and saves the facts that are found in it, each with the turn as where
   * it comes from. The turn is kept first, and stays if finding or saving facts fails; the facts
   * are saved in one atomic batch.
   *
   * @throws InvalidMemoryException if a fact is found of another user
   */
  public Remembered remember(
      String userId,
      String session,
      String speaker,
      String text,
      Instant time,
      FactExtractor extractor) {
    Stored<Turn> turn = remember(userId, session, speaker, text, time);
    List<Fact> found = Provenance.add(extractor.extract(turn.item()), turn.item());
    return new Remembered(turn, found.isEmpty() ? List.of() : saveFacts(found));
  }

  /** All turns of a user, session by session, in order of time. */
  public List<Turn> getTurns(String userId) {
    return turns.ofUser(userId);
  }

  /** The turns of one conversation, in order of time. */
  public List<Turn> getTurns(String userId, String session) {
    return turns.ofSession(userId, session);
  }

  public Optional<Turn> getTurn(String userId, String id) {
    return turns.get(userId, id);
  }

  /** The conversations of a user that have turns, in order of name. */
  public List<String> sessions(String userId) {
    return turns.sessions(userId);
  }

  /**
   * @return whether the turn was there
   */
  public boolean deleteTurn(String userId, String id) {
    return turns.delete(userId, id);
  }

  /** The turns that a fact came from, as it names them, without those that were deleted since. */
  public List<Turn> turnsOf(Fact fact) {
    return turns.of(fact);
  }

  /** Names the record that keeps a turn. */
  public RecordId idOf(Turn turn) {
    return turns.recordId(turn.userId(), turn.id());
  }

  // Forgetting

  /**
   * Deletes a user's memory, or one category of it, page by page; a stop in between leaves the
   * rest, which forgetting again deletes. The store may keep traces, such as ids in its change log.
   *
   * @return what was deleted, or would be in a dry run
   */
  public ForgetReport forget(ForgetRequest request) {
    return new Forgetting(documents, request).run();
  }

  // The whole namespace

  /** Exact counts of the namespace's records and their bytes. */
  public StoreStatistics recordStatistics() {
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

  /** Names the record that keeps a fact. */
  public RecordId idOf(Fact fact) {
    return facts.recordId(fact.factKey());
  }

  /** Names the record that keeps an episode. */
  public RecordId idOf(Episode episode) {
    return episodeId(episode.userId(), episode.id());
  }

  /** Names the record that keeps an affinity. */
  public RecordId idOf(Affinity affinity) {
    return affinities.recordId(affinity.userId(), affinity.personality());
  }

  private <T> List<Version> putAll(
      List<T> all, Function<T, RecordId> id, Function<T, JsonObject> document) {
    List<DocumentWrite> puts = new ArrayList<>(all.size());
    for (T item : all) {
      puts.add(new DocumentWrite.Put(id.apply(item), document.apply(item), Expectation.ANY));
    }
    return Outcome.versions(documents.commit(puts));
  }

  private static <T> List<Stored<T>> zip(List<T> items, List<Version> versions) {
    List<Stored<T>> stored = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      stored.add(new Stored<>(items.get(i), versions.get(i)));
    }
    return stored;
  }

  private boolean delete(RecordId id) {
    CommitResult result = documents.commit(List.of(new DocumentWrite.Delete(id, Expectation.ANY)));
    return Outcome.versions(result).getFirst().isAfter(Version.NONE);
  }

  private RecordId episodeId(String userId, String id) {
    return documents.id(Episode.KIND, userId, id);
  }
}
