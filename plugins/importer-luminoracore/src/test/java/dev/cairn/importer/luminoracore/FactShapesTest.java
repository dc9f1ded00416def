package dev.cairn.importer.luminoracore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.memory.Fact;
import dev.cairn.memory.FactMerger;
import dev.cairn.migration.ImportNotice;
import dev.cairn.migration.ImportNotice.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each shape is read as, and what is doubtful in it. */
class FactShapesTest {
  @TempDir private Path folder;

  private Collected read(String... lines) {
    return Collected.of(folder, String.join("\n", lines));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`uid`:`u`,`cat`:`c`,`k`:`k`,`v`:1,`conf`:1.0}|{`user_id`:`u`,`category`:`c`,`key`:`k`,`value`:1,`confidence`:1.0}",
        "{`uid`:`u`,`cat`:`c`,`k`:`k`,`mood`:`x`}|{`user_id`:`u`,`category`:`c`,`key`:`k`,`mood`:`x`}",
        "{`user_id`:`u`,`category`:`c`,`key`:`k`,`uid`:1,`k`:2}|{`user_id`:`u`,`category`:`c`,`key`:`k`,`uid`:1,`k`:2}",
        "[`u`,`c`,`k`,{`a`:1},0.5,`t`,`s`,1,[`x`]]|{`user_id`:`u`,`category`:`c`,`key`:`k`,`value`:{`a`:1},`importance`:0.5,`timestamp`:`t`,`source`:`s`,`confidence`:1,`tags`:[`x`]}"
      })
  void shapesWithoutDoubtGiveNoNotice(String given, String expected) {
    Collected collected = read(given.replace('`', '"'));

    assertThat(collected.facts.getFirst().document()).hasToString(expected.replace('`', '"'));
    assertThat(collected.notices).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'uid':'u','cat':'c','k':'k','v':{'k':1}}|value|{'k':1}|nested fields [k]",
        "{'uid':'u','cat':'c','k':'k','v':[{'a':{'title':'Dr','up':1}}]}|value|[{'a':{'title':'Dr','up':1}}]|nested fields [title, up]",
        "{'uid':'u','cat':'c','k':'k','title':'Dr'}|title|'Dr'|'title' is a code or a name",
        "['u','c','k',{'src':1},1,'t','s',1,['x']]|value|{'src':1}|nested fields [src]",
        "['u','c','k',null,1,'t','s',1,['x']]|value|null|null by position",
        "['u','c','k',1,1,'t','s',1,[]]|tags|[]|empty tags",
        "{'user_id':'u','category':'c','key':'k','source':'chat,web'}|source|'chat,web'|source with a comma"
      })
  void whatIsDoubtfulIsKeptAndTold(String given, String field, String kept, String message) {
    Collected collected = read(given.replace('\'', '"'));

    assertThat(collected.facts.getFirst().field(field).orElseThrow())
        .hasToString(kept.replace('\'', '"'));
    assertThat(collected.notices).hasSize(1);
    ImportNotice notice = collected.notices.getFirst();
    assertThat(notice.kind()).isEqualTo(Kind.AMBIGUOUS);
    assertThat(notice.message()).contains(message);
  }

  @Test
  void sourcesThatAreTextsWithACommaAndASpaceAreNoDoubt() {
    assertThat(
            read("{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"source\":\"Smith, John\"}")
                .notices)
        .isEmpty();
  }

  @Test
  void d12ShortKeysAreReadBeforeMergingSoThatNoFieldIsThereTwice() {
    Collected collected =
        read(
            "{\"uid\":\"u\",\"cat\":\"c\",\"k\":\"k\",\"v\":1,\"imp\":0.2,\"src\":\"a\"}",
            "{\"uid\":\"u\",\"cat\":\"c\",\"k\":\"k\",\"v\":1,\"imp\":0.9,\"src\":\"b\"}");

    List<Fact> merged = new FactMerger().mergeAll(collected.facts);

    assertThat(merged).hasSize(1);
    assertThat(merged.getFirst().document())
        .isEqualTo(
            Fact.parse(
                    "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":1,\"importance\":0.9,\"source\":[\"a\",\"b\"]}")
                .document());
  }

  @Test
  void whatTheOriginalMergedFromShortKeysKeepsBothFieldsAndIsTold() {
    Collected collected =
        read(
            "{\"uid\":\"u\",\"cat\":\"c\",\"k\":\"k\",\"v\":1,\"imp\":0.2,\"src\":\"a\",\"importance\":0.9,\"source\":\"b\"}");

    assertThat(collected.facts.getFirst().document())
        .hasToString(
            "{\"user_id\":\"u\",\"category\":\"c\",\"key\":\"k\",\"value\":1,\"imp\":0.2,\"src\":\"a\",\"importance\":0.9,\"source\":\"b\"}");
    assertThat(collected.count(Kind.AMBIGUOUS, "has both")).isEqualTo(2);
  }

  @Test
  void d13d14RecordsThatAreNoFactsAreToldOneByOneAndNeverMerged() {
    Collected collected =
        read(
            "{\"user_id\":\"u1\",\"episode_title\":\"Met\",\"episode_summary\":\"hi\"}",
            "{\"user_id\":\"u1\",\"episode_title\":\"Fight\",\"episode_summary\":\"ouch\"}",
            "{\"user_id\":\"u1\",\"episode_title\":\"Party\",\"episode_summary\":\"fun\"}");

    assertThat(collected.facts).isEmpty();
    assertThat(collected.notices)
        .extracting(ImportNotice::place)
        .containsExactly("line 1", "line 2", "line 3");
    assertThat(collected.count(Kind.SKIPPED, "needs a text 'category'")).isEqualTo(3);
  }

  @Test
  void aMergedFactOfCairnIsReadWithItsOccurrences() {
    Fact merged =
        new FactMerger()
            .mergeAll(
                List.of(
                    Fact.of("u", "c", "k", 1).with("source", "a"),
                    Fact.of("u", "c", "k", 1).with("source", "b")))
            .getFirst();

    Collected collected = read(merged.storedDocument().toString());

    assertThat(collected.facts).containsExactly(merged);
    assertThat(collected.facts.getFirst().occurrenceCount()).isEqualTo(2);
  }
}
