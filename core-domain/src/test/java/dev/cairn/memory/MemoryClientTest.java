package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.cache.MapRecordCache;
import dev.cairn.cache.NoCache;
import dev.cairn.cache.RecordCache;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.CommitResult;
import dev.cairn.store.Cursor;
import dev.cairn.store.Expectation;
import dev.cairn.store.InMemoryRecordStore;
import dev.cairn.store.Page;
import dev.cairn.store.PartitionCount;
import dev.cairn.store.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of the client, each with and without a cache. */
class MemoryClientTest {

  @Nested
  class Uncached extends Calls {
    Uncached() {
      super(new NoCache());
    }
  }

  @Nested
  class Cached extends Calls {
    Cached() {
      super(new MapRecordCache());
    }
  }

  abstract static class Calls {
    private final InMemoryRecordStore store = new InMemoryRecordStore();
    private final MemoryClient client;

    Calls(RecordCache cache) {
      client = TestClients.client(store, cache, Optional.empty());
    }

    /** Reads twice, so that the second read may come from the cache. */
    private Optional<Fact> read(String userId, String category, String key) {
      Optional<Fact> first = client.getFact(userId, category, key);
      Optional<Fact> second = client.getFact(userId, category, key);
      assertThat(second).isEqualTo(first);
      return second;
    }

    private List<String> keys(List<Fact> facts) {
      return facts.stream().map(Fact::key).toList();
    }

    @Test
    void theGuidesCallsDoWhatItSays() {
      client.saveFact("carlos", "preferences", "favorite_sport", "basketball");

      assertThat(read("carlos", "preferences", "favorite_sport").orElseThrow().value())
          .isEqualTo(JsonValue.of("basketball"));
      assertThat(keys(client.getAllFacts("carlos"))).containsExactly("favorite_sport");
      assertThat(client.deleteFact("carlos", "preferences", "favorite_sport")).isTrue();
      assertThat(client.deleteFact("carlos", "preferences", "favorite_sport")).isFalse();
      assertThat(read("carlos", "preferences", "favorite_sport")).isEmpty();
      assertThat(client.getAllFacts("carlos")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\"}",
          "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":null,\"tags\":[]}",
          "{\"mood\":\"happy\",\"key\":\"k\",\"category\":\"c\",\"user_id\":\"u\",\"value\":1.0}",
          "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":12345678901234567890.10}"
        })
    void e8e9FactsAreReadBackExactly(String json) {
      client.saveFact(Fact.parse(json));

      assertThat(read("u", "c", "k").orElseThrow().document()).hasToString(json);
    }

    @Test
    void e10e11e12e13ChangingWhatWasGivenOrReadChangesNothingSaved() {
      List<Object> tags = new ArrayList<>(List.of("sports"));
      Map<String, Object> value = new HashMap<>(Map.of("tags", tags));
      client.saveFact("u", "c", "k", value);
      tags.add("HACK");
      value.clear();

      JsonObject read = (JsonObject) read("u", "c", "k").orElseThrow().value();
      JsonArray readTags = (JsonArray) read.find("tags").orElseThrow();
      assertThatThrownBy(() -> readTags.elements().add(JsonNull.NULL))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(read("u", "c", "k").orElseThrow().value()).hasToString("{\"tags\":[\"sports\"]}");
    }

    @Test
    void e15ASavedNullIsNotAMiss() {
      client.saveFact("u", "c", "null", null);

      assertThat(read("u", "c", "null").orElseThrow().value()).isEqualTo(JsonNull.NULL);
      assertThat(read("u", "c", "missing")).isEmpty();
    }

    @Test
    void savingAgainReplacesAndIsSeenAtOnce() {
      Version first = client.saveFact("u", "c", "k", "old").version();
      read("u", "c", "k");
      Version second = client.saveFact("u", "c", "k", null).version();

      assertThat(read("u", "c", "k").orElseThrow().value()).isEqualTo(JsonNull.NULL);
      assertThat(second.isAfter(first)).isTrue();
      assertThat(client.findFact(new FactKey("u", "c", "k")).orElseThrow().version())
          .isEqualTo(second);
    }

    @ParameterizedTest
    @MethodSource("dev.cairn.memory.MemoryClientTest#confusable")
    void e1e2e3NoIdReachesIntoAnother(FactKey one, FactKey other) {
      client.saveFact(one.userId(), one.category(), one.key(), "SECRET");

      assertThat(read(other.userId(), other.category(), other.key())).isEmpty();
      assertThat(client.deleteFact(other.userId(), other.category(), other.key())).isFalse();
      client.saveFact(other.userId(), other.category(), other.key(), 2);
      assertThat(read(one.userId(), one.category(), one.key()).orElseThrow().value())
          .isEqualTo(JsonValue.of("SECRET"));
      List<Fact> together = new ArrayList<>(client.getAllFacts(one.userId(), one.category()));
      together.addAll(client.getAllFacts(other.userId(), other.category()));
      assertThat(together).extracting(Fact::factKey).contains(one, other);
    }

    @Test
    void e14NumbersAsIdsAreTheirTexts() {
      client.saveFact(Fact.parse("{\"user_id\":42,\"category\":7,\"key\":1.50,\"value\":1}"));

      assertThat(read("42", "7", "1.50").orElseThrow().document().find("user_id"))
          .contains(JsonValue.of(42));
    }

    @Test
    void categoriesAreListedApartWhateverTheirNames() {
      List<String> categories = List.of("", "/", "~", "a", "a/b", "a~1b", "a~b", "a/", "A", "日本");
      for (String category : categories) {
        client.saveFact("u", category, "k/2", 2);
        client.saveFact("u", category, "", 0);
        client.saveFact("u", category, "k/1", 1);
      }

      for (String category : categories) {
        assertThat(client.getAllFacts("u", category))
            .as(category)
            .allMatch(fact -> fact.category().equals(category))
            .extracting(Fact::key)
            .containsExactly("", "k/1", "k/2");
      }
      assertThat(client.getAllFacts("u", "b")).isEmpty();
      assertThat(client.getAllFacts("u")).hasSize(3 * categories.size());
      assertThat(read("u", "a/b", "k/1")).isPresent();
    }

    @Test
    void pagesShowEveryFactOnceInTheOrderOfTheWholeList() {
      for (String user : List.of("b", "a", "a:b", "á")) {
        for (int i = 0; i < 7; i++) {
          client.saveFact(user, "c" + i % 3, "k" + i, i);
        }
      }
      List<Fact> paged = new ArrayList<>();
      Optional<Cursor> after = Optional.empty();
      do {
        Page<Stored<Fact>> page = client.pageFacts(Optional.empty(), after, 5);
        assertThat(page.items()).hasSizeLessThanOrEqualTo(5);
        page.items().forEach(stored -> paged.add(stored.item()));
        after = page.next().map(Cursor::toToken).map(Cursor::parse);
      } while (after.isPresent());

      List<Fact> all = new ArrayList<>();
      for (PartitionCount user : client.users(Optional.empty(), 10).items()) {
        assertThat(user.count().records()).isEqualTo(7);
        all.addAll(client.getAllFacts(user.partition()));
      }
      assertThat(paged).isEqualTo(all).hasSize(28);
      assertThat(client.pageFacts(Optional.of("a"), Optional.empty(), 100).items()).hasSize(7);
    }

    @Test
    void expectationsGuardSavesAndDeletes() {
      Fact fact = Fact.of("u", "c", "k", 1);

      assertThat(client.saveFact(fact, Expectation.ABSENT))
          .isInstanceOf(CommitResult.Committed.class);
      assertThat(client.saveFact(fact, Expectation.ABSENT))
          .isInstanceOf(CommitResult.Conflict.class);
      Version version = client.findFact(fact.factKey()).orElseThrow().version();
      client.saveFact("u", "c", "k", 2);
      assertThat(client.saveFact(fact, Expectation.version(version)))
          .isInstanceOf(CommitResult.Conflict.class);
      assertThat(client.deleteFact(fact.factKey(), Expectation.version(version)))
          .isInstanceOf(CommitResult.Conflict.class);
      assertThat(read("u", "c", "k").orElseThrow().value()).isEqualTo(JsonValue.of(2));
    }

    @Test
    void batchesKeepTheLastOfSeveralWithOneKey() {
      read("u", "c", "k");
      List<Stored<Fact>> saved =
          client.saveFacts(
              List.of(
                  Fact.of("u", "c", "k", 1), Fact.of("u", "c", "l", 2), Fact.of("u", "c", "k", 3)));

      assertThat(saved)
          .extracting(stored -> stored.item().value())
          .containsExactly(JsonValue.of(3), JsonValue.of(2), JsonValue.of(3));
      assertThat(saved.get(0).version()).isEqualTo(saved.get(2).version());
      assertThat(read("u", "c", "k").orElseThrow().value()).isEqualTo(JsonValue.of(3));
      assertThat(client.saveFacts(List.of())).isEmpty();
      assertThat(client.recordStatistics().of("fact").records()).isEqualTo(2);
    }

    @Test
    void episodesAreSavedReadListedAndDeleted() {
      Episode met = Episode.of("u", "e2", "Met", "hi").with("episode_type", "milestone");
      Episode fight = Episode.of("u", "e1", "Fight", "ouch");
      client.saveEpisode(Episode.of("u", "e2", "old", "old"));
      client.saveEpisodes(List.of(met, fight));
      client.saveEpisode(Episode.of("u:e", "e2", "Other", "user"));

      assertThat(client.getEpisode("u", "e2")).contains(met);
      assertThat(client.getEpisode("u", "e2").flatMap(Episode::type)).contains("milestone");
      assertThat(client.getAllEpisodes("u")).containsExactly(fight, met);
      assertThat(client.deleteEpisode("u", "e2")).isTrue();
      assertThat(client.deleteEpisode("u", "e2")).isFalse();
      assertThat(client.getEpisode("u", "e2")).isEmpty();
      assertThat(client.getAllEpisodes("u:e")).hasSize(1);
    }

    @Test
    void valuesAreTakenAsPlainJavaValues() {
      client.saveFact("u", "c", "map", Map.of("a", List.of(1, 2.5, true, Optional.empty())));
      client.saveFact("u", "c", "text", "{\"a\":1}");

      assertThat(read("u", "c", "map").orElseThrow().value())
          .isEqualTo(JsonValue.parse("{\"a\":[1,2.5,true,null]}"));
      assertThat(read("u", "c", "text").orElseThrow().value()).isEqualTo(JsonValue.of("{\"a\":1}"));
      assertThatThrownBy(() -> client.saveFact("u", "c", "nan", Double.NaN))
          .isInstanceOf(JsonException.class);
      assertThatThrownBy(() -> client.saveFact("u", "c", "half", "\ud83d"))
          .isInstanceOf(JsonException.class);
      assertThat(client.getAllFacts("u")).hasSize(2);
    }

    @Test
    void idsThatCannotBeKeptAreRefusedAndNothingIsSaved() {
      List<Fact> facts =
          List.of(Fact.of("u", "c", "good", 1), Fact.of("u", "c", "x".repeat(10_000), 1));

      assertThatThrownBy(() -> client.saveFacts(facts))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("4096");
      assertThatThrownBy(() -> client.saveFact("", "c", "k", 1))
          .isInstanceOf(InvalidMemoryException.class)
          .hasMessageContaining("user_id");
      assertThatThrownBy(() -> client.saveFact("a\u0000b", "c", "k", 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(client.getAllFacts("u")).isEmpty();
      assertThat(store.latest()).isEqualTo(Version.NONE);
    }

    @Test
    void changesTellWhatHappenedInOrder() {
      client.saveFact("u", "c", "k", 1);
      client.saveEpisode(Episode.of("u", "e", "t", "s"));
      client.deleteFact("u", "c", "k");

      assertThat(client.changes(Version.NONE, 10).changes())
          .extracting(change -> change.id().kind() + " " + change.type())
          .containsExactly("fact PUT", "episode PUT", "fact-history PUT", "fact DELETE");
    }
  }

  static List<FactKey[]> confusable() {
    return Arrays.asList(
        new FactKey[] {
          new FactKey("alice:admin", "prefs", "pin"), new FactKey("alice", "admin", "prefs:pin")
        },
        new FactKey[] {new FactKey("t1", "x:y", "z"), new FactKey("t1:x", "y", "z")},
        new FactKey[] {new FactKey("u", "", "sport"), new FactKey("u", "sport", "")},
        new FactKey[] {new FactKey("bob", "c", "k"), new FactKey("bob:jr", "c", "k")},
        new FactKey[] {new FactKey("bob", "c", "k"), new FactKey("bob/c", "k", "")},
        new FactKey[] {new FactKey("u", "a/b", "c"), new FactKey("u", "a", "b/c")},
        new FactKey[] {new FactKey("u", "a~1b", "c"), new FactKey("u", "a/b", "c")},
        new FactKey[] {new FactKey("u", "a~", "c"), new FactKey("u", "a", "~c")},
        new FactKey[] {new FactKey("u", "é", "c"), new FactKey("u", "e\u0301", "c")},
        new FactKey[] {new FactKey("u", "c", "K"), new FactKey("u", "c", "k")},
        new FactKey[] {new FactKey("u ", "c", "k"), new FactKey("u", "c", "k")});
  }
}
