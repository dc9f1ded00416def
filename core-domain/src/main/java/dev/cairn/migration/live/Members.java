package dev.cairn.migration.live;

import dev.cairn.codec.CorruptRecordException;
import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonBoolean;
import dev.cairn.json.JsonNumber;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the members of a record of the journal; what is missing is empty. */
record Members(JsonObject json) {

  String text(String name) {
    return json.find(name).orElse(new JsonString("")) instanceof JsonString text
        ? text.value()
        : wrong(name, "");
  }

  long number(String name) {
    return json.find(name).orElse(JsonNumber.of(0)) instanceof JsonNumber number
        ? number.decimalValue().longValue()
        : wrong(name, 0L);
  }

  boolean flag(String name) {
    return json.find(name).orElse(JsonBoolean.FALSE) instanceof JsonBoolean flag
        ? flag.value()
        : wrong(name, false);
  }

  JsonObject object(String name) {
    return json.find(name).orElse(JsonObject.EMPTY) instanceof JsonObject object
        ? object
        : wrong(name, JsonObject.EMPTY);
  }

  List<JsonValue> list(String name) {
    return json.find(name).orElse(JsonArray.EMPTY) instanceof JsonArray array
        ? array.elements()
        : wrong(name, List.of());
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonValue value : list(name)) {
      texts.add(value instanceof JsonString text ? text.value() : wrong(name, ""));
    }
    return texts;
  }

  private static <T> T wrong(String name, T wanted) {
    throw new CorruptRecordException(
        "The migration's journal is damaged: its '%s' must be a %s."
            .formatted(name, wanted.getClass().getSimpleName()));
  }
}
