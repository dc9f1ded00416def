package dev.cairn.context.toon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the specification one by one, also where its own fixtures cannot be fetched. */
class ToonEncoderTest {
  private static final ToonOptions FOLDING = ToonOptions.DEFAULT.withFoldedKeys(Integer.MAX_VALUE);

  private static String encode(String json) {
    return encode(json, ToonOptions.DEFAULT);
  }

  private static String encode(String json, ToonOptions options) {
    return new ToonEncoder(options).encode(JsonValue.parse(json));
  }

  @ParameterizedTest
  @CsvSource({
    "1.0,1",
    "-0,0",
    "-0.0,0",
    "0e99999999999,0",
    "1e0,1",
    "1E3,1000",
    "1.50,1.5",
    "0.000001,0.000001",
    "0.0000010,0.000001",
    "0.00000012,1.2e-7",
    "1e20,100000000000000000000",
    "123456789012345678901,123456789012345678901",
    "1e21,1e+21",
    "-12345678901234567890123,-1.2345678901234567890123e+22",
    "0.123456789012345678901234567890,0.12345678901234567890123456789",
    "1E400,1e+400",
    "1E99999999999,1e+99999999999",
    "-2.5e-99999999999,-2.5e-99999999999"
  })
  void spellsAmountsInOneWay(String json, String expected) {
    assertThat(encode(json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " a",
        "a ",
        "\u00a0a",
        "a\u2003",
        "\ufeff",
        "true",
        "false",
        "null",
        "0",
        "-1",
        "05",
        "1.5",
        "1e5",
        "1E+5",
        "-",
        "- a",
        "-a",
        "a:b",
        "a\"b",
        "a\\b",
        "[a",
        "a]",
        "{",
        "}",
        "a,b",
        "a\nb",
        "a\rb",
        "a\tb",
        "\u0000",
        "a\u001fb"
      })
  void putsInQuotesWhatWouldBeReadOtherwise(String text) {
    String token = new ToonEncoder(ToonOptions.DEFAULT).encode(new JsonString(text));
    assertThat(token).startsWith("\"").endsWith("\"");
    assertThat(ToonDecoder.DEFAULT.decode(token)).isEqualTo(new JsonString(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "a-b",
        "True",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1 2",
        "٣",
        "a|b",
        "#a",
        "日本",
        "👩‍👩‍👧",
        "a\u007fb"
      })
  void leavesOtherTextsPlain(String text) {
    assertThat(new ToonEncoder(ToonOptions.DEFAULT).encode(new JsonString(text))).isEqualTo(text);
  }

  @Test
  void escapesControlCharacters() {
    assertThat(encode("\"a\\n\\r\\t\\u0000\\u001f\\\\\\\"\""))
        .isEqualTo("\"a\\n\\r\\t\\u0000\\u001f\\\\\\\"\"");
  }

  @Test
  void putsNamesInQuotesUnlessTheyArePlain() {
    assertThat(encode("{'a.b_1':1,'_':2,'1a':3,'a-b':4,'':5,'é':6}".replace('\'', '"')))
        .isEqualTo("a.b_1: 1\n_: 2\n\"1a\": 3\n\"a-b\": 4\n\"\": 5\n\"é\": 6");
  }

  @Test
  void delimitsWithWhatIsChosen() {
    String json = "{'t':[{'a':'x|y','b,c':'p,q'}],'o':'r|s'}".replace('\'', '"');
    assertThat(encode(json, ToonOptions.DEFAULT.withDelimiter(ToonDelimiter.PIPE)))
        .isEqualTo("t[1|]{a|\"b,c\"}:\n  \"x|y\"|p,q\no: \"r|s\"");
    assertThat(encode(json, ToonOptions.DEFAULT.withDelimiter(ToonDelimiter.TAB)))
        .isEqualTo("t[1\t]{a\t\"b,c\"}:\n  x|y\tp,q\no: r|s");
  }

  @Test
  void makesTablesOnlyOfObjectsThatAreAlike() {
    assertThat(encode("[{\"a\":1,\"b\":null},{\"b\":2,\"a\":3}]"))
        .isEqualTo("[2]{a,b}:\n  1,null\n  3,2");
    assertThat(encode("[{\"a\":1},{\"b\":2}]")).isEqualTo("[2]:\n  - a: 1\n  - b: 2");
    assertThat(encode("[{\"a\":1},{\"a\":[]}]")).isEqualTo("[2]:\n  - a: 1\n  - a: []");
    assertThat(encode("[{},{}]")).isEqualTo("[2]:\n  -\n  -");
    assertThat(encode("[[{\"a\":1}],[[]]]"))
        .isEqualTo("[2]:\n  - [1]:\n    - a: 1\n  - [1]:\n    - [0]:");
  }

  @Test
  void indentsTheFirstMemberOfAnItemTwice() {
    assertThat(encode("[{\"o\":{\"x\":1},\"t\":[{\"y\":2}]},{\"t\":[{\"y\":2}],\"o\":{}}]"))
        .isEqualTo(
            """
            [2]:
              - o:
                  x: 1
                t[1]{y}:
                  2
              - t[1]{y}:
                  2
                o:""");
  }

  @Test
  void writesNothingForAnEmptyObjectAlone() {
    assertThat(encode("{}")).isEmpty();
    assertThat(encode("[]")).isEqualTo("[]");
    assertThat(encode("{\"a\":{},\"b\":[]}")).isEqualTo("a:\nb: []");
  }

  @Test
  void foldsNamesWhenAsked() {
    assertThat(encode("{\"a\":{\"b\":{\"c\":1,\"d\":2}}}", FOLDING))
        .isEqualTo("a.b:\n  c: 1\n  d: 2");
    assertThat(encode("{\"a\":{\"b-c\":{\"d\":{\"e\":1}}}}", FOLDING))
        .isEqualTo("a:\n  \"b-c\":\n    d.e: 1");
    assertThat(encode("{\"a\":{\"b\":1},\"a.b\":2}", FOLDING)).isEqualTo("a:\n  b: 1\na.b: 2");
    assertThat(encode("{\"a\":{\"b\":{\"c\":{\"d\":1}}}}", FOLDING.withFoldedKeys(2)))
        .isEqualTo("a.b:\n  c:\n    d: 1");
  }

  @Test
  void refusesValuesThatNestTooDeep() {
    JsonValue deep = JsonObject.EMPTY;
    for (int i = 0; i < JsonValue.MAX_DEPTH; i++) {
      deep = i % 2 == 0 ? JsonArray.of(deep) : JsonObject.EMPTY.with("a", deep);
    }
    ToonEncoder encoder = new ToonEncoder(ToonOptions.DEFAULT);
    assertThat(ToonDecoder.DEFAULT.decode(encoder.encode(deep))).isEqualTo(deep);
    JsonValue deeper = JsonArray.of(deep);
    assertThatThrownBy(() -> encoder.encode(deeper))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("1001 deep");
  }

  @Test
  void piecesAreTheTextOfTheArray() {
    ToonEncoder encoder = new ToonEncoder(ToonOptions.DEFAULT);
    JsonArray array = (JsonArray) JsonValue.parse("[{\"a\":[{\"b\":1},{\"b\":[[2]]}]},[[3]],{},4]");
    List<String> pieces = encoder.encodePieces(array);
    assertThat(pieces).hasSize(5);
    assertThat(pieces.get(0)).isEqualTo("[4]:\n");
    assertThat(pieces.get(3)).isEqualTo("  -\n");
    assertThat(String.join("", pieces)).isEqualTo(encoder.encode(array));
    assertThat(encoder.encodePieces(JsonArray.EMPTY)).containsExactly("[]");
  }

  @Test
  void refusesAnIndentOfNothing() {
    assertThatThrownBy(() -> ToonOptions.DEFAULT.withIndent(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is 0");
  }
}
