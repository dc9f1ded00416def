package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  private static final String CONVERSATION =
      """
      [{"sample_id": "one",
        "conversation": {
          "speaker_a": "Ana", "speaker_b": "Ben",
          "session_1_date_time": "1:56 pm on 8 May, 2023",
          "session_1": [
            {"speaker": "Ana", "dia_id": "D1:1", "text": "Which instrument do you play?"},
            {"speaker": "Ben", "dia_id": "D1:2", "text": "The clarinet.", "blip_caption": "a stage"}],
          "session_2_date_time": "12:05 am on 9 June, 2023",
          "session_2": [
            {"speaker": "Ana", "dia_id": "D2:1", "text": "My sister bought a canoe."}]},
        "qa": [
          {"question": "Who bought a canoe?", "answer": "the sister", "evidence": ["D2:1"], "category": 1},
          {"question": "What is played on a stage?", "answer": "clarinet", "evidence": ["D1:2; D1:1"], "category": 4},
          {"question": "What is the meaning of volcanoes?", "evidence": ["D1:1"], "category": 4},
          {"question": "Who sold the canoe?", "evidence": ["D2:1"], "category": 5},
          {"question": "Nobody knows?", "evidence": [], "category": 1}]}]
      """;

  @TempDir private Path folder;

  private Outcome run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(arguments));
    return Outcome.of(all);
  }

  private String dataset(String text) throws IOException {
    return Files.writeString(folder.resolve("data.json"), text).toString();
  }

  @Test
  void tellsHowMuchEvidenceIsFound() throws Exception {
    Outcome outcome = run("retrieval", "--json", "--dataset", dataset(CONVERSATION));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines())
        .anyMatch(
            line ->
                line.startsWith("{\"evidence\":\"turns\",\"questions\":3")
                    && line.contains("\"recallAt10\":0.66666"))
        .anyMatch(
            line ->
                line.startsWith("{\"evidence\":\"turns, category 1\",\"questions\":1")
                    && line.contains("\"recallAt1\":1"))
        .anyMatch(line -> line.startsWith("{\"evidence\":\"sessions\""));
    assertThat(run("retrieval", "--dataset", dataset(CONVERSATION)).out())
        .contains("EVIDENCE", "66.7 %");
  }

  @Test
  void saysWhatIsWrongWithADataSet() throws Exception {
    assertThat(run("retrieval", "--dataset", folder.resolve("none.json").toString()).err())
        .contains("none.json cannot be read");
    assertThat(run("retrieval", "--dataset", dataset("{}")).err())
        .contains("in the layout of LoCoMo: it is no list of samples");
    assertThat(run("retrieval", "--dataset", dataset("[{}]")).err())
        .contains("'conversation' is missing");
    assertThat(run("retrieval", "--dataset", dataset("[")).code()).isEqualTo(1);
    String wrongTime = CONVERSATION.replace("1:56 pm on", "yesterday");
    assertThat(run("retrieval", "--dataset", dataset(wrongTime)).err()).contains("yesterday");
  }

  @Test
  void measuresAVectorIndexBesideAnExactScan() {
    Outcome outcome =
        run("search", "--count", "1500", "--dimensions", "32", "--queries", "40", "--json");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonObject told = (JsonObject) JsonValue.parse(outcome.out());
    assertThat(told.find("vectors")).contains(JsonNumber.of(1500));
    assertThat(outcome.out()).contains("\"partitioned\"", "\"exact scan\"", "p99Micros");
    assertThat(recallOf(told, 0)).isBetween(0.9, 1.0);
    assertThat(recallOf(told, 1)).isEqualTo(1.0);
  }

  private static double recallOf(JsonObject told, int index) {
    JsonArray indexes = (JsonArray) told.find("indexes").orElseThrow();
    JsonObject figures = (JsonObject) indexes.elements().get(index);
    return Double.parseDouble(figures.find("recall").orElseThrow().toString());
  }

  @Test
  void measuresWithVectorsOfAFile() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append("[").append(i).append(", 1.5, ").append(60 - i).append("]\n");
    }
    Path file = Files.writeString(folder.resolve("vectors.txt"), lines);

    Outcome outcome = run("search", "--vectors", file.toString(), "--queries", "10");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("RECALL", "exact scan", "1.000");
    Files.writeString(file, "1,2\n1,x\n");
    assertThat(run("search", "--vectors", file.toString()).err()).contains("Number 2 of vector 2");
    assertThat(run("search", "--vectors", file + "x").err()).contains("There is no file");
  }
}
