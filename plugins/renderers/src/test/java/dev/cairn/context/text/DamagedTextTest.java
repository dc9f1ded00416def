package dev.cairn.context.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.context.ContextParseException;
import dev.cairn.context.ContextRenderer;
import dev.cairn.memory.Fact;
import dev.cairn.memory.HostileFacts;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that is damaged, or of another format, is refused with the line that is wrong. */
final class DamagedTextTest {
  private static final List<Fact> FACTS =
      List.of(
          fact("favorite_sport", "basketball"),
          fact("favorite_color", "teal"),
          fact("favorite_tea", "green"));

  private static Fact fact(String key, String value) {
    return Fact.builder("carlos", "preferences", key)
        .value(value)
        .importance(0.5)
        .confidence(0.71)
        .timestamp(Instant.parse("2024-03-16T12:34:47Z"))
        .source("chat")
        .tags("taste")
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"block", "dense", "lines", "json"})
  void anotherTextIsRefusedInItsFirstLine(String name) {
    assertThatThrownBy(() -> RendererPropertyTest.renderer(name).parse("Hello, how are you?\n"))
        .isInstanceOf(ContextParseException.class)
        .hasMessageStartingWith("Line 1: ");
  }

  @ParameterizedTest
  @CsvSource({
    "block, 'favorite color', '', 4",
    "block, '[50/71', '[50%71', 3",
    "block, '240316', '241316', 3",
    "dense, 'color (taste)', 'color (taste', 4",
    "dense, '5071', '50', 3",
    "lines, '(taste)', '(taste', 1",
    "json, '\"teal\"', 'teal', 2",
    "csv, 'teal,', 'teal,,', 3"
  })
  void aDamagedLineIsNamed(String name, String sound, String damaged, int line) {
    ContextRenderer renderer = RendererPropertyTest.renderer(name);
    String text = renderer.render(FACTS).text();
    assertThat(text).contains(sound);
    assertThatThrownBy(() -> renderer.parse(text.replaceFirst(Pattern.quote(sound), damaged)))
        .isInstanceOf(ContextParseException.class)
        .hasMessageStartingWith("Line " + line + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"block", "dense"})
  void aTextThatLostItsEndIsRefused(String name) {
    ContextRenderer renderer = RendererPropertyTest.renderer(name);
    String text = renderer.render(FACTS).text();
    String cut = text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
    assertThatThrownBy(() -> renderer.parse(cut))
        .isInstanceOf(ContextParseException.class)
        .hasMessageContaining("announces 3 facts, but 2 were found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"block", "dense", "lines", "json", "csv"})
  void damageNeverEndsInAnotherError(String name) {
    ContextRenderer renderer = RendererPropertyTest.renderer(name);
    int refused = 0;
    for (long seed = 1; seed <= 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder text =
          new StringBuilder(renderer.render(new HostileFacts(seed).list(6)).text());
      for (int i = 0; i < 3 && !text.isEmpty(); i++) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, "[]{}\"#;: 0x\n".charAt(random.nextInt(12)));
          default -> text.setCharAt(at, "[]{}\"#;: 0x\n".charAt(random.nextInt(12)));
        }
      }
      try {
        renderer.parse(text.toString());
      } catch (ContextParseException expected) {
        refused++;
      } catch (RuntimeException other) {
        throw new AssertionError("seed " + seed + ", text:\n" + text, other);
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void anEmptyTextHasNoFacts() {
    assertThat(RendererPropertyTest.renderer("block").parse("")).isEmpty();
  }
}
