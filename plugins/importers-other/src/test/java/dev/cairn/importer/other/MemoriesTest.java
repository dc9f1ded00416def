package dev.cairn.importer.other;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonString;
import dev.cairn.memory.Fact;
import dev.cairn.migration.ImportException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mem0 and the MCP memory server keep. */
final class MemoriesTest {
  private static final String MEMORY =
      """
      {"id":"3c90","memory":"Likes tea","user_id":"ada","agent_id":null,"hash":"f00",
       "metadata":{"mood":"calm"},"categories":["food","habits"],
       "created_at":"2024-07-26T10:29:36.630547-07:00","updated_at":null}
      """
          .replace("\n", "");

  private static final Fact FACT =
      Fact.parse(
          """
          {"user_id":"ada","category":"food","key":"3c90","value":"Likes tea",
           "timestamp":"2024-07-26T10:29:36.630547-07:00","tags":["food","habits"],
           "agent_id":null,"hash":"f00","metadata":{"mood":"calm"},
           "created_at":"2024-07-26T10:29:36.630547-07:00","updated_at":null}
          """);

  @TempDir Path folder;

  private Path file(String content) {
    return Collected.file(folder, "memories.json", content);
  }

  @Test
  void memoriesAreFactsInEveryShape() {
    for (String shape :
        List.of(
            "[" + MEMORY + "]",
            "{\"results\": [" + MEMORY + "]}",
            "{\"count\":1,\"next\":null,\"previous\":null,\"results\": [" + MEMORY + "]}",
            "{\"memories\": [" + MEMORY + "], \"relations\": []}",
            MEMORY + "\n")) {
      Path file = file(shape);

      assertThat(new Mem0Importer().recognizes(file)).as(shape).isTrue();
      Collected read = Collected.of(new Mem0Importer(), file);

      assertThat(read.facts).as(shape).containsExactly(FACT);
      assertThat(read.notices).isEmpty();
    }
  }

  @Test
  void relationsBecomeVerbsBetweenNouns() {
    Collected read =
        Collected.of(
            new Mem0Importer(),
            file(
                """
                {"results":[],"relations":[
                {"source":"ada","relationship":"knows","target":"bob"},
                {"source":"bob","relation":"likes","destination":"tea"},
                {"source":"bob"}]}
                """));

    assertThat(read.nouns).extracting(Noun::id).containsExactly("ada", "bob", "tea");
    assertThat(read.verbs)
        .containsExactly(
            Verb.relation("ada", "knows", "bob"), Verb.relation("bob", "likes", "tea"));
    assertThat(read.notices).singleElement().asString().startsWith("SKIPPED line 4: ");
  }

  @Test
  void memoriesThatCannotBeTakenAreTold() {
    Collected read =
        Collected.of(
            new Mem0Importer(),
            file(
                """
                {"results":[
                {"id":"1","memory":"nobody's"},
                {"id":"2","memory":"an agent's","agent_id":"bot"},
                {"id":"3","user_id":"ada"},
                7],
                "next":"page 2",
                "odd":{}}
                """));

    assertThat(read.facts).extracting(Fact::userId).containsExactly("bot");
    assertThat(read.facts).extracting(Fact::category).containsExactly("memory");
    assertThat(read.notices)
        .extracting(notice -> notice.substring(0, notice.indexOf(':')))
        .containsExactly(
            "SKIPPED line 2",
            "SKIPPED line 4",
            "SKIPPED line 5",
            "SKIPPED the pages behind this one",
            "SKIPPED line 7");
  }

  @Test
  void cutOffFileIsAnError() {
    assertThatThrownBy(
            () ->
                Collected.of(new Mem0Importer(), file("{\"results\":[\n" + MEMORY + ",\n{\"id\"")))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("cut off")
        .hasMessageContaining("line 3");
  }

  @Test
  void otherJsonIsNotMistakenForMemories() {
    for (String other :
        List.of(
            "",
            "[]",
            "[1]",
            "{\"nouns\":[],\"verbs\":[]}",
            "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":1}",
            "{\"type\":\"entity\",\"name\":\"a\",\"entityType\":\"x\"}",
            "a,b\n")) {
      assertThat(new Mem0Importer().recognizes(file(other))).as(other).isFalse();
    }
    assertThat(new Mem0Importer().recognizes(folder)).isFalse();
  }

  @Test
  void entitiesAndRelationsBecomeNounsAndVerbs() {
    Path file =
        file(
            """
            {"type":"relation","from":"John_Smith","to":"Acme","relationType":"works_at"}
            {"type":"entity","name":"John_Smith","entityType":"person","observations":["Speaks Spanish","Up early"]}
            {"type":"entity","name":"Acme","entityType":"organization","observations":[],"createdAt":"2025"}
            """);
    assertThat(new McpMemoryImporter().recognizes(file)).isTrue();

    Collected read = Collected.of(new McpMemoryImporter(), file);

    assertThat(read.notices).isEmpty();
    assertThat(read.nouns)
        .containsExactly(
            Noun.of("John_Smith", "person")
                .withText("John_Smith\nSpeaks Spanish\nUp early")
                .with(
                    "observations",
                    JsonArray.of(new JsonString("Speaks Spanish"), new JsonString("Up early"))),
            Noun.of("Acme", "organization")
                .withText("Acme")
                .with("observations", JsonArray.EMPTY)
                .with("createdAt", "2025"));
    assertThat(read.verbs).containsExactly(Verb.relation("John_Smith", "works_at", "Acme"));
  }

  @Test
  void linesThatCannotBeTakenAreTold() {
    Collected read =
        Collected.of(
            new McpMemoryImporter(),
            file(
                """
                {"type":"entity","name":"","entityType":"person"}
                {"type":"entity","name":"a"}
                {"type":"relation","from":"a","relationType":"x"}
                {"type":"note"}
                {"type":"entity","name":"b","entityT
                """));

    assertThat(read.nouns).isEmpty();
    assertThat(read.notices)
        .containsExactly(
            "SKIPPED line 1: An entity needs a text 'name'",
            "SKIPPED line 2: An entity needs a text 'entityType'",
            "SKIPPED line 3: A relation needs a text 'to'",
            "SKIPPED line 4: the line is neither an entity nor a relation",
            "SKIPPED line 5, byte 37: the line is not JSON");
  }
}
