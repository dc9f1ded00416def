package dev.cairn.search.partitioned;

import dev.cairn.search.SearchHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what an index does, for an operator. */
final class Explanation {
  private static final int HITS = 10;

  private Explanation() {}

  static List<String> of(Grown grown, PartitionedConfig config) {
    Rows rows = grown.rows();
    Partitions partitions = grown.partitions();
    List<String> lines = new ArrayList<>();
    int dead = rows.count() - rows.size();
    lines.add(
        "rows: %d live, %d dead until the next compaction; 8 bits a dimension%s"
            .formatted(rows.size(), dead, rows.isExact() ? " and full precision" : ""));
    if (rows.mappedBytes() > 0) {
      lines.add(
          "memory: at most %,d bytes wanted, so %,d bytes of rows are mapped from a file in %s"
              .formatted(config.mostBytes().orElse(0), rows.mappedBytes(), config.scratchFolder()));
    }
    if (partitions.isEmpty()) {
      lines.add(
          "phase: scans the codes of all rows (partitions from %d on)"
              .formatted(config.firstPartitions()));
    } else {
      lines.add(
          String.format(
              Locale.ROOT,
              "phase: %d partitions, %.2f entries a row, trained on %d rows; %d rows not yet in them",
              partitions.lists().length,
              (double) partitions.entries() / Math.max(1, partitions.sealed()),
              partitions.trainedOn(),
              rows.count() - partitions.sealed()));
    }
    Effort effort =
        Effort.of(
            HITS,
            SearchHints.DEFAULT.recall(),
            rows.frame().space().dimensions(),
            partitions.lists().length);
    lines.add(
        String.format(
            Locale.ROOT,
            "search for %d at recall %.2f: %d partitions on average, %d rows compared",
            HITS,
            SearchHints.DEFAULT.recall(),
            effort.probes(),
            effort.depth()));
    return lines;
  }
}
