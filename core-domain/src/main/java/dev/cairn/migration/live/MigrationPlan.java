package dev.cairn.migration.live;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a migration would do, found without changing anything.
 *
 * @param format the name of the source's format
 * @param objects how many objects the source lists
 * @param parts how many of them are parts of items
 * @param derived how many the source made from others; they are not copied
 * @param foreign how many are not the source's; they are left alone
 * @param foreignKeys the first of those
 * @param bytes the size of the parts
 * @param sample what reading some of the items found
 * @param requests how many requests to the source the whole takes, lists and reads
 * @param dollars what these cost at the usual prices of Amazon's S3
 * @param time how long it takes, if reading goes on as fast as in the sample
 */
public record MigrationPlan(
    String format,
    long objects,
    long parts,
    long derived,
    long foreign,
    List<String> foreignKeys,
    long bytes,
    Sample sample,
    Requests requests,
    double dollars,
    Duration time) {

  public MigrationPlan {
    foreignKeys = List.copyOf(foreignKeys);
  }

  /**
   * Items that were read.
   *
   * @param share of all items, 0 to 1
   * @param counts how many could be taken over, by sort
   * @param skipped how many could not, by reason
   * @param oddities how many have something that a person should know
   */
  public record Sample(
      double share,
      long items,
      Map<String, Long> counts,
      Map<String, Long> skipped,
      Map<String, Long> oddities) {
    static final Sample NONE = new Sample(0, 0, Map.of(), Map.of(), Map.of());

    public Sample {
      counts = Collections.unmodifiableMap(new TreeMap<>(counts));
      skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
      oddities = Collections.unmodifiableMap(new TreeMap<>(oddities));
    }
  }

  /** Requests to the source. */
  public record Requests(long lists, long reads) {}
}
