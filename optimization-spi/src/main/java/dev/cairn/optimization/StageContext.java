package dev.cairn.optimization;

import dev.cairn.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What a stage may look at when its parameters are frozen.
 *
 * @param kind the kind of the records
 * @param fieldOrder the usual members of the kind's documents, as the stages before this one name
 *     them; empty if the kind has none
 * @param keyMappings the merged table of long keys to short ones
 * @param settings the stage's own settings
 * @param samples encoded documents to learn from, as the stages before this one write them; empty
 *     if nothing is to be learned
 */
public record StageContext(
    String kind,
    List<String> fieldOrder,
    Map<String, String> keyMappings,
    JsonObject settings,
    List<byte[]> samples) {

  public StageContext {
    fieldOrder = List.copyOf(fieldOrder);
    samples = List.copyOf(samples);
  }
}
