package dev.cairn.importer.luminoracore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonValue;
import dev.cairn.memory.Fact;
import dev.cairn.migration.ImportException;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How facts may lie in a file, and what becomes of lines that are none. */
class JsonFileTest {
  private static final String A =
      "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"a\",\"value\":1}";
  private static final String B = "[\"u\",\"c\",\"b\",1,1,\"t\",\"s\",1,[\"x\"]]";

  @TempDir private Path folder;

  private Collected read(String content) {
    return Collected.of(folder, content);
  }

  private static List<String> keys(Collected collected) {
    return collected.facts.stream().map(Fact::key).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s\n%s",
        "%s\n%s\n",
        "\n\n%s\r\n \t\r\n%s\r\n\n",
        "[%s,%s]",
        "[%s,\n%s]",
        "[\n%s,\n%s\n]",
        "[\n%s\n,%s]",
        "\n[ \n\n%s\n,\n%s\n\n]\n",
        "\ufeff%s\n%s",
        "\ufeff[%s,%s]",
        "[%s,\r\n%s]\r\n"
      })
  void factsMayBeLinesOrOneList(String layout) {
    Collected collected = read(layout.formatted(A, B));

    assertThat(keys(collected)).containsExactly("a", "b");
    assertThat(collected.notices).isEmpty();
  }

  @Test
  void listsMayBeginWithFactsByPosition() {
    assertThat(keys(read("[" + B + ",\n" + B + "\n]"))).containsExactly("b", "b");
    assertThat(keys(read(B + "\n" + B))).containsExactly("b", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\n  \"user_id\": \"u\",\n  \"category\": \"c\",\n  \"key\": \"a\"\n}"})
  void oneFactMayTakeSeveralLines(String text) {
    assertThat(keys(read(text))).containsExactly("a");
  }

  @Test
  void oneFactAloneIsRead() {
    assertThat(keys(read(A))).containsExactly("a");
    assertThat(keys(read(B))).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n", "[]", "[\n]", "{}"})
  void filesWithoutFactsGiveNone(String text) {
    assertThat(read(text).facts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user_id\":\"u\",\"user_id\":\"v\"}|name a member only once|line 2, byte 16",
        "{\"user_id\":NaN}|NaN and infinite|line 2, byte 12",
        "{\"user_id\":-Infinity}|NaN and infinite|line 2, byte 12",
        "{\"user_id\":\"u\",|a member name|line 2, byte 16",
        "{'user_id':'u'}|a member name|line 2, byte 2",
        "oops|a value was wanted|line 2, byte 1",
        "\"text\"|a fact is an object or an array|line 2",
        "null|a fact is an object or an array|line 2",
        "17|a fact is an object or an array|line 2",
        "[1,2]|nine places|line 2",
        "[\"u\",\"c\",\"k\",1,1,\"t\",\"s\",1,[],1]|nine places|line 2",
        "[\"u\",null,\"k\",1,1,\"t\",\"s\",1,[]]|is null|line 2",
        "[\"u\",[],\"k\",1,1,\"t\",\"s\",1,[\"x\"]]|needs a text 'category'|line 2",
        "{\"user_id\":\"u\",\"episode_title\":\"Met\"}|needs a text 'category'|line 2",
        "{\"user_id\":null,\"category\":\"c\",\"key\":\"k\"}|needs a text 'user_id'|line 2",
        "{\"user_id\":\"\",\"category\":\"c\",\"key\":\"k\"}|needs a text 'user_id'|line 2",
        "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"_merged\":1}|'_merged'|line 2",
        "{\"a\":\"\\ud83d\"}|valid Unicode|line 2",
        "{}|needs a text 'user_id'|line 2"
      })
  void linesThatAreNoFactsAreToldWithTheirPlace(String line, String message, String place) {
    Collected collected = read(A + "\n" + line + "\n" + A + "\n");

    assertThat(collected.facts).hasSize(2);
    assertThat(collected.notices).hasSize(1);
    ImportNotice notice = collected.notices.getFirst();
    assertThat(notice.kind()).isEqualTo(Kind.SKIPPED);
    assertThat(notice.message()).contains(message);
    assertThat(notice.place()).isEqualTo(place);
  }

  @Test
  void theSameFaultHasOneMessageWhateverTheLine() {
    Collected collected =
        read(
            A
                + "\n{\"user_id\":\"u\",\"x\":1}\n{\"user_id\":\"v\",\"y\":1}\n{\"a\":oops}\n{\"abc\":oops}");

    assertThat(collected.notices.stream().map(ImportNotice::message).distinct()).hasSize(2);
  }

  @Test
  void aLineThatIsNotUtf8IsSkippedAlone() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write((A + "\n{\"user_id\":\"").getBytes(StandardCharsets.UTF_8));
    file.write(0xC3);
    file.write(("\"}\n" + B).getBytes(StandardCharsets.UTF_8));

    Collected collected = Collected.of(folder, file.toByteArray());

    assertThat(keys(collected)).containsExactly("a", "b");
    assertThat(collected.count(Kind.SKIPPED, "UTF-8")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"user_id\":\"u\",", "oops", "{\"a\":"})
  void aBrokenFirstLineIsSkippedAlone(String first) {
    Collected collected = read(first + "\n" + A + "\n" + B);

    assertThat(keys(collected)).containsExactly("a", "b");
    assertThat(collected.notices).extracting(ImportNotice::kind).containsExactly(Kind.SKIPPED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{\"user_id\":", "[\n{\"user_id\":\"u\",\n", "oops"})
  void aFileThatIsNeitherLinesNorOneTextIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("neither JSON lines nor one JSON text");
  }

  @Test
  void anExportWithoutAUserIsRefused() {
    assertThatThrownBy(() -> read("{\"user_facts\":[{\"category\":\"c\",\"key\":\"k\"}]}"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("user_id");
  }

  @Test
  void aMissingFileAndAFolderAreRefused() {
    for (Path source : List.of(folder.resolve("missing"), folder)) {
      assertThatThrownBy(() -> Collected.of(source))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining(source.toString());
    }
  }

  @Test
  void linesLongerThanTheBufferAndAtItsEdgesAreWhole() {
    String content =
        IntStream.of(1, 65_400, 65_480, 65_536, 70_000, 200_000, 3)
            .mapToObj(
                length ->
                    "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"%d\",\"value\":\"%s\"}"
                        .formatted(length, "é".repeat(length / 2)))
            .collect(Collectors.joining("\n"));

    Collected collected = read(content);

    assertThat(keys(collected))
        .containsExactly("1", "65400", "65480", "65536", "70000", "200000", "3");
    assertThat(collected.facts)
        .allMatch(
            fact ->
                fact.value().equals(JsonValue.of("é".repeat(Integer.parseInt(fact.key()) / 2))));
  }

  @Test
  void filesAreRecognizedByTheirFirstBytes() throws Exception {
    LuminoraCoreImporter importer = new LuminoraCoreImporter();
    for (String text : List.of(A, "  \n[", "\ufeff{")) {
      assertThat(importer.recognizes(Files.writeString(folder.resolve("yes"), text))).isTrue();
    }
    for (String text : List.of("", "user_id,category", "<html>", "SQLite format 2")) {
      assertThat(importer.recognizes(Files.writeString(folder.resolve("no"), text))).isFalse();
    }
    assertThat(importer.recognizes(Collected.fixture(folder, "sdk_v11.sqlite"))).isTrue();
  }
}
