package dev.cairn.context.toon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.toon.PublishedFixtures.Fixture;
import dev.cairn.json.JsonString;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Conformance with the published fixtures; skipped where npm cannot fetch them. */
class PublishedFixturesTest {

  /** Reports count this test as skipped, and not the others, where the fixtures are missing. */
  @Test
  void areComplete() throws IOException, InterruptedException {
    assertThat(PublishedFixtures.load("encode")).hasSize(153);
    assertThat(PublishedFixtures.load("decode")).hasSize(247);
  }

  @TestFactory
  Stream<DynamicTest> encodes() throws IOException, InterruptedException {
    return PublishedFixtures.load("encode").stream()
        .map(f -> DynamicTest.dynamicTest(f.name(), () -> encodes(f)));
  }

  private static void encodes(Fixture fixture) {
    ToonOptions options =
        ToonOptions.DEFAULT
            .withDelimiter(
                fixture
                    .option("delimiter")
                    .flatMap(d -> ToonDelimiter.marked(((JsonString) d).value().charAt(0)))
                    .orElse(ToonDelimiter.COMMA))
            .withIndent(fixture.number("indent", 2))
            .withFoldedKeys(
                fixture.option("keyFolding").equals(Optional.of(new JsonString("safe")))
                    ? fixture.number("flattenDepth", Integer.MAX_VALUE)
                    : 0);
    assertThat(new ToonEncoder(options).encode(fixture.value("input")))
        .isEqualTo(fixture.text("expected"));
  }

  @TestFactory
  Stream<DynamicTest> decodes() throws IOException, InterruptedException {
    return PublishedFixtures.load("decode").stream()
        .map(f -> DynamicTest.dynamicTest(f.name(), () -> decodes(f)));
  }

  private static void decodes(Fixture fixture) {
    ToonDecoder decoder =
        new ToonDecoder(
            fixture.number("indent", 2),
            !fixture.option("strict").toString().contains("false"),
            fixture.option("expandPaths").equals(Optional.of(new JsonString("safe"))));
    if (fixture.flag("shouldError")) {
      assertThatThrownBy(() -> decoder.decode(fixture.text("input")))
          .isInstanceOf(ContextParseException.class);
    } else {
      // As texts, so that the order of members counts.
      assertThat(CanonicalNumbers.in(decoder.decode(fixture.text("input"))))
          .hasToString(CanonicalNumbers.in(fixture.value("expected")).toString());
    }
  }
}
