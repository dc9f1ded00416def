package dev.cairn.stages;

import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.optimization.Stage;
import dev.cairn.optimization.StageContext;
import dev.cairn.optimization.StageProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Provides {@code key-mapping/1}: parameter {@code codes}, an object of names to their codes. */
public final class KeyMappingStageProvider implements StageProvider {
  private static final String CODES = "codes";

  @Override
  public String name() {
    return "key-mapping";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public JsonObject freeze(StageContext context) {
    JsonObject.Builder codes = JsonObject.builder();
    // Sorted, so that tables merged in another order are the same manifest.
    new TreeMap<>(context.keyMappings()).forEach(codes::put);
    return JsonObject.builder().put(CODES, codes.build()).build();
  }

  @Override
  public Stage open(JsonObject parameters) {
    if (!(parameters.find(CODES).orElse(JsonNull.NULL) instanceof JsonObject table)) {
      throw new IllegalArgumentException("The parameter 'codes' must be an object.");
    }
    Map<String, String> codes = new LinkedHashMap<>();
    for (int i = 0; i < table.size(); i++) {
      JsonValue code = table.value(i);
      if (!(code instanceof JsonString text)) {
        throw new IllegalArgumentException("A code must be a text.");
      }
      codes.put(table.name(i), text.value());
    }
    return new KeyMappingStage(codes);
  }
}
