package dev.cairn.migration.live;

import dev.cairn.json.JsonArray;
import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How source and target compare.
 *
 * @param passed whether they are the same
 * @param pass the number of the clean pass that it rests on
 * @param fence how writers were kept out meanwhile
 * @param sourceCounts how many contents of each sort the source says there are
 * @param targetCounts how many the target has
 * @param sourceSum of what the source's objects say; see {@link dev.cairn.backup.RecordSum}
 * @param targetSum of the target's contents
 * @param objects how many objects of the source were read
 * @param vectors how many vectors were compared bit by bit
 * @param skipped how many items were not taken over, by reason
 * @param differences the names of the first items that differ
 */
public record VerificationReport(
    boolean passed,
    long pass,
    String fence,
    Map<String, Long> sourceCounts,
    Map<String, Long> targetCounts,
    String sourceSum,
    String targetSum,
    long objects,
    long vectors,
    Map<String, Long> skipped,
    List<String> differences,
    Instant at) {

  public VerificationReport {
    sourceCounts = Collections.unmodifiableMap(new TreeMap<>(sourceCounts));
    targetCounts = Collections.unmodifiableMap(new TreeMap<>(targetCounts));
    skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
    differences = List.copyOf(differences);
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("passed", passed)
        .put("pass", pass)
        .put("fence", fence)
        .put("sourceCounts", JsonValue.of(sourceCounts))
        .put("targetCounts", JsonValue.of(targetCounts))
        .put("sourceSum", sourceSum)
        .put("targetSum", targetSum)
        .put("objects", objects)
        .put("vectors", vectors)
        .put("skipped", JsonValue.of(skipped))
        .put("differences", JsonArray.ofStrings(differences))
        .put("at", at.toString())
        .build();
  }

  static VerificationReport ofJson(JsonObject json) {
    Members in = new Members(json);
    return new VerificationReport(
        in.flag("passed"),
        in.number("pass"),
        in.text("fence"),
        counts(in.object("sourceCounts")),
        counts(in.object("targetCounts")),
        in.text("sourceSum"),
        in.text("targetSum"),
        in.number("objects"),
        in.number("vectors"),
        counts(in.object("skipped")),
        new ArrayList<>(in.texts("differences")),
        Instant.parse(in.text("at")));
  }

  private static Map<String, Long> counts(JsonObject json) {
    Map<String, Long> counts = new TreeMap<>();
    json.names().forEach(name -> counts.put(name, new Members(json).number(name)));
    return counts;
  }
}
