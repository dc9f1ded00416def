package dev.cairn.importer.other;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import dev.cairn.memory.Fact;
import dev.cairn.migration.ImportException;
import dev.cairn.plugin.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of CSV and of JSON lines. */
final class TablesTest {
  @TempDir Path folder;

  private Collected csv(RowShape shape, String content) {
    return Collected.of(new CsvImporter(shape), Collected.file(folder, "t.csv", content));
  }

  private Collected jsonl(RowShape shape, String content) {
    return Collected.of(new JsonlImporter(shape), Collected.file(folder, "t.jsonl", content));
  }

  @Test
  void columnsAreFieldsOfTheSameName() {
    Collected read =
        csv(
            Collected.shape("facts"),
            """
            user_id,category,key,value,importance,confidence,tags,timestamp,city
            u,work,role,"Engineer, ""senior""\nin two lines",0.7,high,a; b|c,2026-01-02T03:04:05Z,Köln
            u,work,empty,,,,,,
            """);

    assertThat(read.notices).isEmpty();
    assertThat(read.facts)
        .containsExactly(
            Fact.parse(
                """
                {"user_id":"u","category":"work","key":"role","value":"Engineer, \\"senior\\"\\nin two lines",
                "importance":0.7,"confidence":"high","tags":["a","b","c"],"timestamp":"2026-01-02T03:04:05Z","city":"Köln"}
                """),
            Fact.of("u", "work", "empty", ""));
  }

  @Test
  void fieldsAreMappedAndNothingIsLost() {
    Collected read =
        csv(
            Collected.shape(
                "facts", "user_id", "customer", "category", "=notes", "key", "id", "value", "note"),
            "id;customer;note;key\r\n7;carlos;likes tea;old\r\n");

    assertThat(read.facts)
        .containsExactly(
            Fact.builder("carlos", "notes", "7")
                .value("likes tea")
                .field("original_key", "old")
                .build());
    assertThat(read.notices)
        .containsExactly(
            "CHANGED line 2: 'key' is mapped to another column; the one of that name became 'original_key'");
  }

  @Test
  void nounsAndVerbsAreRowsToo() {
    Collected nouns =
        csv(
            Collected.shape("nouns", "id", "name"),
            "name\ttype\ttext\tage\nada\tperson\thello\t36\n");
    Collected verbs =
        csv(
            Collected.shape("verbs"),
            "source,target,type,weight,since\nada,bob,knows,0.5,1840\nada,bob,,,\nada,bob,knows,heavy,\n,b,knows,,\n");

    assertThat(nouns.nouns)
        .containsExactly(Noun.of("ada", "person").withText("hello").with("age", "36"));
    assertThat(verbs.verbs)
        .containsExactly(
            Verb.relation("ada", "knows", "bob").withWeight(0.5).with("since", "1840"),
            Verb.relation("ada", "relatedTo", "bob"));
    assertThat(verbs.notices)
        .containsExactly(
            "SKIPPED line 4: A verb's weight must be a number",
            "SKIPPED line 5: A verb needs a text 'source'");
  }

  @Test
  void rowsThatDoNotFitAreTold() {
    Collected read =
        csv(
            Collected.shape("facts"),
            "\uFEFFuser_id,category,key,value\n\nu,c,k\nu,c,k,v,more\n,c,k,v\nu,c,k,v\nu,c");

    assertThat(read.facts).hasSize(1);
    assertThat(read.notices)
        .containsExactly(
            "SKIPPED line 3: the row has 3 cells, but the table 4 columns",
            "SKIPPED line 4: the row has 5 cells, but the table 4 columns",
            "SKIPPED line 5: A fact needs a text 'user_id'",
            "SKIPPED line 7: the row has 2 cells, but the table 4 columns");
  }

  @Test
  void quoteThatIsNeverClosedIsAnError() {
    assertThatThrownBy(
            () ->
                csv(
                    Collected.shape("facts"),
                    "user_id,category,key,value\nu,c,a,1\nu,c,b,\"open\nu,c,d,3\nu,c,e,4\n"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("3")
        .hasMessageContaining("damaged");
  }

  @Test
  void textBehindAClosingQuoteIsAnError() {
    assertThatThrownBy(
            () -> csv(Collected.shape("facts"), "user_id,category,key,value\nu,c,a,\"x\" y\n"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("2");
  }

  @Test
  void whatIsNotUtf8IsAnError() throws IOException {
    Path file =
        Files.write(
            folder.resolve("l.csv"),
            "user_id,category,key,value\nu,c,k,K\u00f6ln\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Collected.of(new CsvImporter(Collected.shape("facts")), file))
        .isInstanceOf(ImportException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,,c\n1,2,3\n", "a,a\n1,2\n"})
  void columnsNeedNames(String table) {
    assertThatThrownBy(() -> csv(Collected.shape("facts"), table))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("Nothing was imported");
  }

  @Test
  void mappedColumnMustBeThere() {
    assertThatThrownBy(() -> csv(Collected.shape("facts", "user_id", "who"), "a,b\n1,2\n"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("'who'")
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> Collected.shape("people"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("facts, nouns or verbs");
  }

  @Test
  void emptyTableIsNothing() {
    assertThat(csv(Collected.shape("facts"), "").facts).isEmpty();
    assertThat(csv(Collected.shape("facts"), "user_id,category,key,value\n").notices).isEmpty();
  }

  @Test
  void csvIsRecognizedByItsColumns() {
    CsvImporter importer = new CsvImporter(Collected.shape("facts"));

    assertThat(importer.recognizes(Collected.file(folder, "a.csv", "key,value,user_id,category\n")))
        .isTrue();
    assertThat(importer.recognizes(Collected.file(folder, "b.csv", "name,age\n"))).isFalse();
    assertThat(importer.recognizes(folder)).isFalse();
  }

  @Test
  void linesKeepTheirTypes() {
    Collected read =
        jsonl(
            Collected.shape("facts", "user_id", "who", "category", "=c", "key", "n"),
            """
            {"who":"u","n":1,"value":{"a":[1.50,null]},"tags":["x"],"importance":0.50}

            {"who":"u"}
            [1]
            {"who":
            """);

    assertThat(read.facts)
        .containsExactly(
            Fact.parse(
                "{\"user_id\":\"u\",\"category\":\"c\",\"key\":1,\"value\":{\"a\":[1.50,null]},\"tags\":[\"x\"],\"importance\":0.50}"));
    assertThat(read.notices)
        .containsExactly(
            "SKIPPED line 3: A fact needs a text 'key'",
            "SKIPPED line 4: the line is no JSON object",
            "SKIPPED line 5, byte 8: the line is not JSON");
  }

  @Test
  void nounsKeepTheirOwnMetadata() {
    Collected read =
        jsonl(
            Collected.shape("nouns"),
            "{\"id\":\"a\",\"type\":\"person\",\"metadata\":{\"x\":1},\"y\":2,\"text\":null}\n");

    assertThat(read.nouns)
        .containsExactly(Noun.of("a", "person").with("x", 1).with("y", 2).with("text", null));
  }
}
