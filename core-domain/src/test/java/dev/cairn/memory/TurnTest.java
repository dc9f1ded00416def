package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import dev.cairn.store.InMemoryRecordStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final InMemoryRecordStore store = new InMemoryRecordStore();
  private final MemoryClient client = TestClients.replacing(store);

  private Turn say(String session, String text, Instant time) {
    return client.remember("carlos", session, "user", text, time).item();
  }

  private List<String> texts(String session) {
    return client.getTurns("carlos", session).stream().map(Turn::text).toList();
  }

  @Test
  void turnIsKeptWithAllThatWasSaid() {
    Stored<Turn> kept = client.remember("carlos", "s1", "Víctor", "hello", NOON.plusNanos(7));

    Turn turn = client.getTurn("carlos", kept.item().id()).orElseThrow();
    assertThat(turn).isEqualTo(kept.item());
    assertThat(turn.userId()).isEqualTo("carlos");
    assertThat(turn.session()).isEqualTo("s1");
    assertThat(turn.speaker()).isEqualTo("Víctor");
    assertThat(turn.text()).isEqualTo("hello");
    assertThat(turn.time()).contains(NOON.plusNanos(7));
    assertThat(store.get(client.idOf(turn)).orElseThrow().version()).isEqualTo(kept.version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\r\n two lines \u2028",
        "nul \0 and \u001b[31m",
        "\"quotes\" \\ and / slashes",
        "family 👨‍👩‍👧 עברית",
        "{\"user_id\": \"other\"}"
      })
  void textIsKeptWordForWord(String text) {
    Turn turn = say("s", text, NOON);

    assertThat(client.getTurn("carlos", turn.id()).orElseThrow().text()).isEqualTo(text);
    assertThat(texts("s")).containsExactly(text);
  }

  @Test
  void turnsComeInOrderOfTimeAndThenOfArrival() {
    say("s", "third", NOON.plusNanos(1));
    say("s", "fourth", NOON.plusSeconds(1));
    say("s", "second, said first", NOON);
    say("s", "second, said next", NOON);
    say("s", "first", Instant.parse("-0400-01-01T00:00:00Z"));
    say("s", "second, said last", NOON);
    say("s", "fifth", Instant.parse("+20000-01-01T00:00:00Z"));

    assertThat(texts("s"))
        .containsExactly(
            "first",
            "second, said first",
            "second, said next",
            "second, said last",
            "third",
            "fourth",
            "fifth");
  }

  @Test
  void deletedTurnGivesItsNameToNoOther() {
    Turn first = say("s", "first", NOON);
    assertThat(client.deleteTurn("carlos", first.id())).isTrue();
    assertThat(client.deleteTurn("carlos", first.id())).isFalse();

    assertThat(say("s", "second", NOON).id()).isNotEqualTo(first.id());
    assertThat(client.getTurn("carlos", first.id())).isEmpty();
    assertThat(texts("s")).containsExactly("second");
  }

  @Test
  void sessionsStayApartWhateverTheirNames() {
    List<String> names = List.of("a", "a/b", "a/", "a~1b", "~", "a b", "/", "ä", "😀");
    for (String name : names) {
      say(name, "one in " + name, NOON);
      say(name, "two in " + name, NOON);
    }

    for (String name : names) {
      assertThat(texts(name)).containsExactly("one in " + name, "two in " + name);
    }
    assertThat(client.sessions("carlos")).containsExactlyInAnyOrderElementsOf(names);
    assertThat(client.getTurns("carlos")).hasSize(2 * names.size());
    assertThat(client.sessions("nobody")).isEmpty();
    assertThat(client.getTurns("nobody")).isEmpty();
  }

  @Test
  void turnsOfOneTimeFromManyThreadsAreAllKept() throws Exception {
    List<Future<?>> done = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int thread = 0; thread < 8; thread++) {
        String speaker = "speaker " + thread;
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    client.remember("carlos", "s", speaker, Integer.toString(i), NOON);
                  }
                }));
      }
    }
    for (Future<?> each : done) {
      each.get();
    }

    List<Turn> turns = client.getTurns("carlos", "s");
    assertThat(turns).hasSize(400);
    for (int thread = 0; thread < 8; thread++) {
      String speaker = "speaker " + thread;
      List<String> said =
          turns.stream().filter(t -> t.speaker().equals(speaker)).map(Turn::text).toList();
      assertThat(said)
          .hasSize(50)
          .isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }
  }

  @Test
  void factsPointToTheirTurns() {
    Turn first = say("s", "I like basketball", NOON);
    Turn second = say("t", "Basketball, as I said", NOON.plusSeconds(9));
    Turn other = client.remember("maria", "s", "user", "hello", NOON).item();
    Fact fact =
        Fact.builder("carlos", "preferences", "sport")
            .value("basketball")
            .turns(second.id(), first.id(), other.id(), second.id())
            .build();
    client.saveFact(fact);

    Fact saved = client.getFact("carlos", "preferences", "sport").orElseThrow();
    assertThat(saved.turns()).containsExactly(second.id(), first.id(), other.id(), second.id());
    assertThat(client.turnsOf(saved)).containsExactly(second, first);

    client.deleteTurn("carlos", second.id());
    assertThat(client.turnsOf(saved)).containsExactly(first);
    assertThat(client.turnsOf(Fact.of("carlos", "a", "b", 1))).isEmpty();
  }

  @Test
  void mergedFactPointsToTheTurnsOfAll() {
    MemoryClient merging = TestClients.merging(store);
    merging.saveFact(Fact.builder("carlos", "c", "k").value(1).turns("s/1").build());
    merging.saveFact(Fact.builder("carlos", "c", "k").value(1).turns("s/2", "s/1").build());

    assertThat(merging.getFact("carlos", "c", "k").orElseThrow().turns())
        .containsExactlyInAnyOrder("s/1", "s/2");
  }

  @Test
  void wrongTurnsAreRefused() {
    assertThatThrownBy(() -> say("", "hello", NOON))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("session");
    assertThatThrownBy(() -> say("s", "hello", Instant.MAX))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("four million years");
    assertThatThrownBy(() -> client.remember("", "s", "user", "hello", NOON))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("user_id");
    assertThatThrownBy(() -> say("s\0", "hello", NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+0000");
    assertThatThrownBy(() -> say("s", "half \ud83d of a pair", NOON))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("surrogate");
    JsonObject document = say("s", "hello", NOON).document();
    assertThatThrownBy(() -> Turn.ofDocument(document.without("speaker")))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("speaker");
    assertThatThrownBy(() -> Turn.ofDocument(document.with("id", JsonValue.of("t/1"))))
        .isInstanceOf(InvalidMemoryException.class)
        .hasMessageContaining("session");
    assertThat(client.getTurns("carlos")).hasSize(1);
  }
}
