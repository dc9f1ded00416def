package dev.cairn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter language means, and what it says about text that is none. */
class FilterTest {
  private static final JsonObject DOCUMENT =
      (JsonObject)
          JsonValue.parse(
              """
              {"type": "person", "age": 30, "big": 12345678901234567890123, "tiny": 1e-400,
               "tags": ["vip", "new", 7], "meta": {"age": 41.50, "born": "1984-05-01"},
               "jobs": [{"title": "chef", "years": 3}, {"title": "pilot"}, "none"],
               "gone": null, "on": true, "a.b": 1, "not": 2, "s`t": 3, "list": [[1], []]}
              """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = \"person\"",
        "type=\"person\"and age=30",
        "type != \"place\"",
        "age = 30.0",
        "age = 3e1",
        "age > 29.999999999999999999999999",
        "big = 12345678901234567890123",
        "big > 12345678901234567890122.9",
        "tiny > 0",
        "tiny < 1e-399",
        "tiny = 0.1e-399",
        "age < 1e99999999999999999999",
        "age > -1e99999999999999999999",
        "meta.age >= 41.5",
        "meta.born < \"1985\"",
        "tags contains \"vip\"",
        "tags contains 7.0",
        "type contains \"erso\"",
        "jobs.title = \"pilot\"",
        "jobs.years <= 3",
        "exists jobs.title",
        "exists gone",
        "gone = null",
        "on = true",
        "type in [\"place\", \"person\"]",
        "type not in [\"place\"]",
        "missing not in [1]",
        "missing != 1",
        "not exists missing",
        "not missing < 1",
        "`a.b` = 1",
        "`not` = 2",
        "`s``t` = 3",
        "true",
        "NOT false",
        "(type = \"person\" AND (meta.age >= 30 or tags contains \"x\")) and not exists deleted",
        "false or true and true",
        "true or false and false",
        "list.x != 1",
      })
  void accepts(String text) {
    Filter filter = Filter.parse(text);

    assertThat(filter.test(DOCUMENT)).as(text).isTrue();
    assertThat(Filter.parse(filter.toString())).as(text).isEqualTo(filter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = \"Person\"",
        "age = \"30\"",
        "age < \"x\"",
        "type < 5",
        "big = 12345678901234567890124",
        "gone < 1",
        "gone = 0",
        "on = \"true\"",
        "missing = null",
        "missing < 1",
        "missing >= 1",
        "exists meta.missing",
        "exists type.length",
        "exists tags.vip",
        "tags = \"vip\"",
        "type in []",
        "tags contains \"vi\"",
        "type contains 1",
        "meta contains \"age\"",
        "a.b = 1",
        "list contains 1",
        "false",
        "not true",
        "true and false or false",
      })
  void refuses(String text) {
    assertThat(Filter.parse(text).test(DOCUMENT)).as(text).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "| at character 1: expected a field, 'not', 'exists' or '(', but found the end",
        "a = | at character 4: expected a value (a text in double quotes, a number, true, false or null), but found the end",
        "a = b | at character 5: expected a value (a text in double quotes, a number, true, false or null), but found 'b'",
        "a = 'b' | at character 5: expected a value (a text in double quotes, a number, true, false or null), but found '''",
        "a == 1 | at character 3: expected an operator (=, !=, <, <=, >, >=, in, not in, contains), but found '=='",
        "a like \"b\" | at character 3: expected an operator (=, !=, <, <=, >, >=, in, not in, contains), but found 'like'",
        "a | at character 2: expected an operator (=, !=, <, <=, >, >=, in, not in, contains), but found the end",
        "a = 1 b = 2 | at character 7: expected 'and', 'or' or the end, but found 'b'",
        "a = 1 and | at character 10: expected a field, 'not', 'exists' or '(', but found the end",
        "(a = 1 | at character 7: expected 'and', 'or' or ')', but found the end",
        "a = 1) | at character 6: expected 'and', 'or' or the end, but found ')'",
        "a in 5 | at character 6: expected '[' and a list of values, but found '5'",
        "a in [5 6] | at character 9: expected ',' or ']', but found '6'",
        "a < true | at character 5: expected a number or a text in double quotes, but found 'true'",
        "a = \"x | at character 5: expected a closing double quote, but found the end",
        "`a = 1 | at character 1: expected a closing backquote, but found the end",
        "a. = 1 | at character 4: expected a name after '.', but found '='",
        "a = 01 | at character 5: expected a value (a text in double quotes, a number, true, false or null), but found '0'",
        "exists | at character 7: expected a field, but found the end",
        "and = 1 | at character 1: expected a field, 'not', 'exists' or '(', but found the word 'and'; put a field of that name in backquotes: `and`",
      })
  void saysWhereTextGoesWrong(String text, String message) {
    assertThatThrownBy(() -> Filter.parse(text == null ? "" : text))
        .isInstanceOf(FilterSyntaxException.class)
        .hasMessage(message);
  }

  @Test
  void nestingIsLimited() {
    assertThatThrownBy(() -> Filter.parse("(".repeat(100_000)))
        .isInstanceOf(FilterSyntaxException.class)
        .hasMessageContaining("at most 200");
  }

  @Test
  void structureIsKeptInText() {
    Filter a = Filter.eq("a", 1);
    Filter nested = a.and(a.and(a)).or(Filter.not(a.or(Filter.ALL)));

    assertThat(nested).hasToString("(a = 1 and (a = 1 and a = 1)) or not (a = 1 or true)");
    assertThat(Filter.parse(nested.toString())).isEqualTo(nested);
    assertThat(Filter.parse("a = 1 and a = 1 and a = 1").toString())
        .isEqualTo("a = 1 and a = 1 and a = 1");
  }

  @Test
  void valuesWithoutMeaningAreRefused() {
    assertThatThrownBy(() -> Filter.eq("a", List.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a list was given");
    assertThatThrownBy(() -> Filter.lt("a", true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'<' takes a number or a text");
    assertThatThrownBy(() -> new Filter.And(List.of(Filter.ALL)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
