package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.InMemoryRecordStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AffinityTest {
  private final MemoryClient client = TestClients.replacing(new InMemoryRecordStore());

  @Test
  void affinitiesAreSavedReadListedAndDeleted() {
    Affinity luna = Affinity.of("u", "luna", 57).with("current_level", "friend").with("extra", 1);
    client.saveAffinities(List.of(Affinity.of("u", "sol", 0), luna));

    assertThat(client.getAffinity("u", "luna")).contains(luna);
    assertThat(client.getAllAffinity("u")).containsExactly(luna, Affinity.of("u", "sol", 0));
    assertThat(client.getAffinity("u:luna", "luna")).isEmpty();
    assertThat(client.deleteAffinity("u", "luna")).isTrue();
    assertThat(client.deleteAffinity("u", "luna")).isFalse();
    assertThat(client.getAffinity("u", "luna")).isEmpty();
  }

  @Test
  void updatesAddPointsSetTheLevelAndCount() {
    client.saveAffinity(Affinity.of("u", "luna", 39).with("extra", "kept"));

    client.updateAffinity("u", "luna", 5);
    client.updateAffinity("u", "luna", -3);
    Affinity after = client.updateAffinity("u", "luna", 0);

    assertThat(after.points()).isEqualTo(41);
    assertThat(after.level()).contains("friend");
    assertThat(after.counter("total_interactions")).isEqualTo(3);
    assertThat(after.counter("positive_interactions")).isEqualTo(2);
    assertThat(after.counter("negative_interactions")).isEqualTo(1);
    assertThat(after.document().find("extra")).contains(JsonValue.of("kept"));
    assertThat(client.getAffinity("u", "luna")).contains(after);
  }

  @ParameterizedTest
  @CsvSource({"2147483647, 100", "-2147483648, 0", "100, 100", "-1, 0", "20, 20"})
  void pointsStayInRange(int points, int expected) {
    assertThat(client.updateAffinity("u", "luna", points).points()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, stranger", "20, stranger", "21, acquaintance", "40, acquaintance", "41, friend",
    "60, friend", "61, close_friend", "80, close_friend", "81, soulmate", "100, soulmate"
  })
  void levelsStartWhereTheySay(int points, String level) {
    assertThat(AffinityLevels.DEFAULT.levelOf(points)).isEqualTo(level);
  }

  @Test
  void levelsCanBeChosenButMustRise() {
    AffinityLevels.Level cold = new AffinityLevels.Level("cold", 0);
    AffinityLevels.Level warm = new AffinityLevels.Level("warm", 50);

    assertThat(new AffinityLevels(List.of(cold, warm)).levelOf(50)).isEqualTo("warm");
    for (List<AffinityLevels.Level> wrong :
        List.of(
            List.<AffinityLevels.Level>of(),
            List.of(warm),
            List.of(cold, cold),
            List.of(cold, warm, warm),
            List.of(cold, new AffinityLevels.Level("never", 101)))) {
      assertThatThrownBy(() -> new AffinityLevels(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "101", "1.5", "1e400", "\"7\"", "null", "[1]", "true"})
  void pointsOutOfRangeAreRefused(String points) {
    JsonObject document =
        (JsonObject)
            JsonValue.parse(
                "{\"user_id\":\"u\",\"personality_name\":\"p\",\"affinity_points\":%s}"
                    .formatted(points));

    assertThatThrownBy(() -> Affinity.ofDocument(document))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("0 to 100");
  }

  @Test
  void concurrentUpdatesLoseNone() throws Exception {
    int threads = 8;
    int each = 12;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> updates = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        updates.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    client.updateAffinity("u", "luna", 1);
                  }
                }));
      }
      for (Future<?> update : updates) {
        update.get();
      }
    }

    Affinity after = client.getAffinity("u", "luna").orElseThrow();
    assertThat(after.points()).isEqualTo(threads * each);
    assertThat(after.counter("total_interactions")).isEqualTo(threads * each);
    assertThat(after.level()).contains("soulmate");
  }
}
