package dev.cairn.context.toon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.cairn.context.ContextParseException;
import dev.cairn.json.JsonGenerator;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonValue;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ToonDecoderTest {
  private static final ToonDecoder LENIENT = new ToonDecoder(2, false, false);
  private static final ToonDecoder EXPANDING = new ToonDecoder(2, true, true);

  private static JsonValue json(String text) {
    return JsonValue.parse(text.replace('\'', '"'));
  }

  static Stream<Arguments> readable() {
    return Stream.of(
        arguments("", "{}"),
        arguments("\n \n", "{}"),
        arguments("hello", "'hello'"),
        arguments("a: 1\r\nb: 2\r\n", "{'a':1,'b':2}"),
        arguments("a :  x y ", "{'a':'x y'}"),
        arguments("a b: c", "{'a b':'c'}"),
        arguments("a:\n  b:\nc: []", "{'a':{'b':{}},'c':[]}"),
        arguments("a[2]: x , \"y,z\" ", "{'a':['x','y,z']}"),
        arguments("a[2]: ,", "{'a':['','']}"),
        arguments("a[1]{x,\"y z\"}:\n  1,\"2:3\"\nb: 4", "{'a':[{'x':1,'y z':'2:3'}],'b':4}"),
        arguments("[4]:\n  -\n  - []\n  - [0]:\n  - [1]{x}:\n    1", "[{},[],[],[{'x':1}]]"),
        arguments("[1]:\n  -\n    a: 1", "[{'a':1}]"),
        arguments("[2|]:\n  - a: x|y\n  - [2|]: 1|2", "[{'a':'x|y'},[1,2]]"),
        arguments("a: \"\\u00e9\\u00E9\"", "{'a':'éé'}"),
        arguments("a: foo [2]: bar", "{'a':'foo [2]: bar'}"),
        arguments("a[1]:\n\n  - b\n\nc: d", "{'a':['b'],'c':'d'}"));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void reads(String text, String expected) {
    assertThat(ToonDecoder.DEFAULT.decode(text)).isEqualTo(json(expected));
  }

  static Stream<Arguments> damaged() {
    return Stream.of(
        arguments(1, "  a: 1", "not indented"),
        arguments(2, "a: 1\n  b: 2", "level 1"),
        arguments(2, "a:\n    b: 2", "level 2"),
        arguments(2, "a:\n   b: 2", "by 3"),
        arguments(2, "a:\n\tb: 2", "tab"),
        arguments(2, "a: 1\nb", "colon"),
        arguments(2, "a:\n  - 1", "colon"),
        arguments(2, "a: 1\n[1]: 2", "colon"),
        arguments(2, "[1]: a\nb: 1", "level 0"),
        arguments(3, "b: 1\n\nb: 2", "once"),
        arguments(2, "a: 1\nt[2]: 1", "announces 2"),
        arguments(1, "t[1]:\n  - 1\n  - 2", "2 were found"),
        arguments(1, "t[9999999999]: 1", "very many"),
        arguments(1, "t[2]{a,b}:\n  1,2", "announces 2"),
        arguments(3, "t[2]{a,b}:\n  1,2\n  3", "2 values"),
        arguments(2, "t[1]{a,a}:\n  1,2", "once"),
        arguments(1, "t[1|]{a,b}:\n  1|2", "columns"),
        arguments(1, "t[1]{a}: 1", "next line"),
        arguments(4, "t[2]:\n  - 1\n\n  - 2", "blank"),
        arguments(1, "t[01]: 1", "Brackets"),
        arguments(1, "t[1]x: 1", "Brackets"),
        arguments(1, "\"t\"[1]x: 1", "in quotes"),
        arguments(1, "a: \"b", "ends with a quote"),
        arguments(1, "a: \"b\" c", "more follows"),
        arguments(1, "a: \"\\x\"", "Escapes"),
        arguments(1, "a: \"\\u12\"", "four"),
        arguments(1, "a: \"\\uff11\\u１２３４\"", "four"),
        arguments(1, "a: \"\\ud83d\\ude0a\"", "half"),
        arguments(2, "a: 1\nb: \ud83d", "half"),
        arguments(2, "[1]:\n  - a[2]:\n      - 1", "announces 2"));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void saysTheLineThatIsWrong(int line, String text, String message) {
    assertThatThrownBy(() -> ToonDecoder.DEFAULT.decode(text))
        .asInstanceOf(InstanceOfAssertFactories.type(ContextParseException.class))
        .satisfies(wrong -> assertThat(wrong.line()).isEqualTo(line))
        .satisfies(wrong -> assertThat(wrong).hasMessageContaining(message));
  }

  @Test
  void keepsTheDigitsThatAreWritten() {
    assertThat(ToonDecoder.DEFAULT.decode("1.500")).isEqualTo(new JsonNumber("1.500"));
    assertThat(ToonDecoder.DEFAULT.decode("1E99999999999"))
        .isEqualTo(new JsonNumber("1E99999999999"));
    assertThat(ToonDecoder.DEFAULT.decode("012")).isEqualTo(json("'012'"));
  }

  @Test
  void takesWhatIsThereIfNotStrict() {
    assertThat(LENIENT.decode("a[3]: 1\na[1]{x,y}:\n\n  1\n  2,3,4"))
        .isEqualTo(json("{'a':[{'x':1},{'x':2,'y':3}]}"));
    assertThat(LENIENT.decode("a[b]c: 1")).isEqualTo(json("{'a[b]c':1}"));
  }

  @Test
  void takesNamesApartWhenAsked() {
    assertThat(EXPANDING.decode("a.b: 1\na:\n  c.d: 2\n\"e.f\": 3\n.g: 4"))
        .isEqualTo(json("{'a':{'b':1,'c':{'d':2}},'e.f':3,'.g':4}"));
    assertThatThrownBy(() -> EXPANDING.decode("a: 1\na.b: 2"))
        .isInstanceOf(ContextParseException.class)
        .hasMessageContaining("Line 2");
    assertThatThrownBy(() -> EXPANDING.decode("a" + ".a".repeat(JsonValue.MAX_DEPTH) + ": 1"))
        .isInstanceOf(ContextParseException.class)
        .hasMessageContaining("1001 parts");
  }

  @Test
  void refusesTextsThatNestTooDeep() {
    StringBuilder text = new StringBuilder();
    for (int depth = 0; depth <= JsonValue.MAX_DEPTH + 2; depth++) {
      text.append(" ".repeat(depth)).append("a:\n");
    }
    assertThatThrownBy(() -> new ToonDecoder(1, true, false).decode(text.toString()))
        .isInstanceOf(ContextParseException.class)
        .hasMessageContaining("1001 deep");
  }

  /** Texts with a character changed either stand for a value or are refused, with a line. */
  @Test
  void survivesDamage() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    JsonGenerator generator = new JsonGenerator(random.nextLong());
    String characters = "\" \n\t\\:,-[]{}|0au\ud83d";
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text =
          new StringBuilder(new ToonEncoder(ToonOptions.DEFAULT).encode(generator.document()));
      if (text.isEmpty()) {
        continue;
      }
      int at = random.nextInt(text.length());
      text.setCharAt(at, characters.charAt(random.nextInt(characters.length())));
      try {
        ToonDecoder.DEFAULT.decode(text.toString());
        LENIENT.decode(text.toString());
      } catch (ContextParseException wrong) {
        assertThat(wrong.line()).as("seed %d", seed).isPositive();
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(100, 9_900);
  }
}
