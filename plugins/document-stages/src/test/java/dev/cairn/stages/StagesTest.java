package dev.cairn.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagesTest {
  private static final KeyMappingStage KEYS =
      new KeyMappingStage(
          Map.of("user_id", "uid", "category", "cat", "tags", "tags", "preferences", "pref"));
  private static final CompactArrayStage ARRAY = new CompactArrayStage(List.of("a", "b", "c"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"user_id\":1}|{\"uid\":1}",
        "{\"uid\":1,\"user_id\":2}|{\"~uid\":1,\"uid\":2}",
        "{\"~uid\":1}|{\"~~uid\":1}",
        "{\"tags\":[]}|{\"tags\":[]}",
        "{\"x\":{\"user_id\":1,\"uid\":[{\"uid\":{}}]}}|{\"x\":{\"uid\":1,\"~uid\":[{\"~uid\":{}}]}}",
        "{\"category\":\"preferences\"}|{\"cat\":\"pref\"}",
        "{\"category\":\"pref\"}|{\"cat\":\"~pref\"}",
        "{\"category\":\"~\"}|{\"cat\":\"~~\"}",
        "{\"category\":[\"preferences\"]}|{\"cat\":[\"preferences\"]}",
        "{\"x\":{\"category\":\"preferences\"}}|{\"x\":{\"cat\":\"preferences\"}}",
        "{\"cat\":\"preferences\"}|{\"~cat\":\"preferences\"}",
      })
  void keyMappingShortensAndEscapes(String document, String shortened) {
    JsonValue encoded = KEYS.encode(JsonValue.parse(document)).orElseThrow();

    assertThat(encoded).hasToString(shortened);
    assertThat(KEYS.decode(encoded)).hasToString(document);
  }

  @Test
  void keyMappingRefusesACodeWithTwoMeanings() {
    assertThatThrownBy(() -> new KeyMappingStage(Map.of("a", "x", "b", "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "~y"})
  void keyMappingRefusesACodeThatReadsAsAnEscape(String code) {
    assertThatThrownBy(() -> new KeyMappingStage(Map.of("a", code)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("escape");
  }

  @Test
  void keyMappingUndoesTablesWhoseCodesAreOtherNames() {
    KeyMappingStage swapping = new KeyMappingStage(Map.of("a", "b", "b", "a", "~c", "category"));
    String document = "{\"a\":1,\"b\":2,\"~c\":3,\"category\":\"a\",\"~~c\":4}";

    JsonValue encoded = swapping.encode(JsonValue.parse(document)).orElseThrow();

    assertThat(encoded)
        .hasToString("{\"b\":1,\"a\":2,\"category\":3,\"~category\":\"b\",\"~~~c\":4}");
    assertThat(swapping.decode(encoded)).hasToString(document);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":2,\"c\":3}|[1,2,3]",
        "{\"a\":1}|[1]",
        "{\"a\":null,\"c\":[]}|[null,\"~\",[]]",
        "{\"c\":3}|[\"~\",\"~\",3]",
        "{\"a\":\"~\",\"b\":\"~x\",\"c\":\"x~\"}|[\"~~\",\"~~x\",\"x~\"]",
        "{\"a\":1,\"z\":9,\"y\":8}|[1,\"~\",\"~\",{\"z\":9,\"y\":8}]",
        "{\"a\":{\"a\":\"~\"}}|[{\"a\":\"~\"}]",
      })
  void compactArrayPutsValuesInPlaces(String document, String array) {
    JsonValue encoded = ARRAY.encode(JsonValue.parse(document)).orElseThrow();

    assertThat(encoded).hasToString(array);
    assertThat(ARRAY.decode(encoded)).hasToString(document);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"z\":1}", "{\"b\":1,\"a\":2}", "{\"a\":1,\"z\":2,\"b\":3}", "[1,2]", "1"})
  void compactArrayLeavesWhatItCannotPutInOrder(String document) {
    assertThat(ARRAY.encode(JsonValue.parse(document))).isEmpty();
  }

  @Test
  void compactArrayLeavesWhatItWouldNestTooDeep() {
    String deepest = nestedExtra(JsonValue.MAX_DEPTH - 1);
    String oneLess = nestedExtra(JsonValue.MAX_DEPTH - 2);

    assertThat(ARRAY.encode(JsonValue.parse(deepest))).isEmpty();
    assertThat(
            ARRAY.decode(
                JsonValue.parse(ARRAY.encode(JsonValue.parse(oneLess)).orElseThrow().toString())))
        .hasToString(oneLess);
  }

  private static String nestedExtra(int levels) {
    return "{\"a\":1,\"z\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "\"x\"", "[1,2,3,4]", "[1,2,3,{},5]"})
  void compactArrayRefusesWhatItCannotHaveWritten(String encoded) {
    assertThatThrownBy(() -> ARRAY.decode(JsonValue.parse(encoded)))
        .isInstanceOf(CorruptRecordException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"codes\":1}", "{\"codes\":{\"a\":1}}"})
  void keyMappingRefusesOtherParameters(String parameters) {
    assertThatThrownBy(
            () -> new KeyMappingStageProvider().open((JsonObject) JsonValue.parse(parameters)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"order\":1}", "{\"order\":[1]}", "{\"order\":[\"a\",\"a\"]}"})
  void compactArrayRefusesOtherParameters(String parameters) {
    assertThatThrownBy(
            () -> new CompactArrayStageProvider().open((JsonObject) JsonValue.parse(parameters)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
