package dev.cairn.optimization;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an optimizer has done since it was made or its statistics were reset.
 *
 * @param compressions documents written
 * @param expansions documents read
 * @param plain documents among those written that stayed plain JSON, since the pipeline did not pay
 * @param reduction sizes of the documents written
 * @param applied for each stage how many documents it applied to
 */
public record OptimizerStatistics(
    long compressions,
    long expansions,
    long plain,
    Reduction reduction,
    Map<String, Long> applied) {

  public OptimizerStatistics {
    applied = Collections.unmodifiableMap(new TreeMap<>(applied));
  }
}
