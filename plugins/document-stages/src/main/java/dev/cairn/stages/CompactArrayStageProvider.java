package dev.cairn.stages;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonNull;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.optimization.Stage;
import dev.cairn.optimization.StageContext;
import dev.cairn.optimization.StageProvider;
import java.util.ArrayList;
import java.util.List;

/** Provides {@code compact-array/1}: parameter {@code order}, the fields by place. */
public final class CompactArrayStageProvider implements StageProvider {
  private static final String ORDER = "order";

  @Override
  public String name() {
    return "compact-array";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public JsonObject freeze(StageContext context) {
    return JsonObject.builder().put(ORDER, JsonArray.ofStrings(context.fieldOrder())).build();
  }

  @Override
  public Stage open(JsonObject parameters) {
    if (!(parameters.find(ORDER).orElse(JsonNull.NULL) instanceof JsonArray array)) {
      throw new IllegalArgumentException("The parameter 'order' must be an array.");
    }
    List<String> order = new ArrayList<>(array.size());
    for (JsonValue field : array.elements()) {
      if (!(field instanceof JsonString text)) {
        throw new IllegalArgumentException("A field's name must be a text.");
      }
      order.add(text.value());
    }
    return new CompactArrayStage(order);
  }
}
