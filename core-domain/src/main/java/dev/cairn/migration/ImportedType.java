package dev.cairn.migration;

import dev.cairn.json.JsonObject;
import dev.cairn.memory.Affinity;
import dev.cairn.memory.Episode;
import dev.cairn.memory.Fact;
import dev.cairn.memory.MemoryClient;
import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How items of one type are named, compared and saved.
 *
 * @param <T> the type
 */
interface ImportedType<T> {

  /** Names a single item in messages, such as {@code "fact"}. */
  String noun();

  /** What tells items apart, in words. */
  String identity();

  /**
   * @throws IllegalArgumentException if no record can have the item's identity
   */
  RecordId id(T item);

  JsonObject document(T item);

  /** What saving {@code item} makes of it and {@code before}; empty if it takes its place. */
  Optional<JsonObject> merged(JsonObject before, T item);

  /** Saves items in one atomic batch; several may have one id. */
  void save(List<T> items);

  /** Facts, which may be merged on saving. */
  record Facts(MemoryClient client) implements ImportedType<Fact> {
    @Override
    public String noun() {
      return "fact";
    }

    @Override
    public String identity() {
      return "user, category and key";
    }

    @Override
    public RecordId id(Fact fact) {
      return client.idOf(fact);
    }

    @Override
    public JsonObject document(Fact fact) {
      return fact.storedDocument();
    }

    @Override
    public Optional<JsonObject> merged(JsonObject before, Fact fact) {
      Fact there = Fact.ofDocument(before);
      return client
          .mergeOnSave()
          .filter(merger -> merger.areDuplicates(there, fact))
          .map(merger -> merger.merge(there, fact).storedDocument());
    }

    @Override
    public void save(List<Fact> facts) {
      client.saveFacts(facts);
    }
  }

  /** Episodes, of which the last with an id stays. */
  record Episodes(MemoryClient client) implements ImportedType<Episode> {
    @Override
    public String noun() {
      return "episode";
    }

    @Override
    public String identity() {
      return "user and id";
    }

    @Override
    public RecordId id(Episode episode) {
      return client.idOf(episode);
    }

    @Override
    public JsonObject document(Episode episode) {
      return episode.document();
    }

    @Override
    public Optional<JsonObject> merged(JsonObject before, Episode episode) {
      return Optional.empty();
    }

    @Override
    public void save(List<Episode> episodes) {
      client.saveEpisodes(lastOfEach(this, episodes));
    }
  }

  /** Affinities, of which the last with an id stays. */
  record Affinities(MemoryClient client) implements ImportedType<Affinity> {
    @Override
    public String noun() {
      return "affinity";
    }

    @Override
    public String identity() {
      return "user and personality";
    }

    @Override
    public RecordId id(Affinity affinity) {
      return client.idOf(affinity);
    }

    @Override
    public JsonObject document(Affinity affinity) {
      return affinity.document();
    }

    @Override
    public Optional<JsonObject> merged(JsonObject before, Affinity affinity) {
      return Optional.empty();
    }

    @Override
    public void save(List<Affinity> affinities) {
      client.saveAffinities(lastOfEach(this, affinities));
    }
  }

  private static <T> List<T> lastOfEach(ImportedType<T> type, List<T> items) {
    Map<RecordId, T> last = new LinkedHashMap<>();
    items.forEach(item -> last.put(type.id(item), item));
    return new ArrayList<>(last.values());
  }
}
