package dev.cairn.optimization;

import dev.cairn.json.JsonObject;
import dev.cairn.store.StoreStatistics;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an erasure has done, or would do, without naming the user or anything that was erased.
 *
 * @param time when it was done
 * @param userHash SHA-256 of the user's id in UTF-8, as hexadecimal digits
 * @param dryRun whether nothing was changed
 * @param kinds the records, for each kind that had any
 * @param digest SHA-256 over the records in order of kind and id by code points, as hexadecimal
 *     digits: for each its kind, its id and its payload, each after its length in four bytes, the
 *     highest first
 * @param logEntries entries of the change log
 * @param dictionaries dictionaries that held or may have held pieces of the user's texts; in a dry
 *     run at most this many will be removed
 * @param recordsRewritten records of others that were written with these dictionaries
 */
public record ErasureReceipt(
    Instant time,
    String namespace,
    String userHash,
    boolean dryRun,
    Map<String, StoreStatistics.Count> kinds,
    String digest,
    long logEntries,
    int dictionaries,
    long recordsRewritten) {

  public ErasureReceipt {
    kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
  }

  public StoreStatistics.Count total() {
    return kinds.values().stream().reduce(StoreStatistics.Count.ZERO, StoreStatistics.Count::plus);
  }

  /** What the erasure could not reach. */
  public String backups() {
    return "Backups, exports and copies of the store that were made before %s still hold these records and dictionaries, and so may other namespaces. Erase the user there too, or let these copies expire."
        .formatted(time);
  }

  public JsonObject toJson() {
    JsonObject.Builder counts = JsonObject.builder();
    kinds.forEach(
        (kind, count) ->
            counts.put(
                kind,
                JsonObject.builder()
                    .put("records", count.records())
                    .put("payloadBytes", count.payloadBytes())
                    .build()));
    return JsonObject.builder()
        .put("time", time.toString())
        .put("namespace", namespace)
        .put("userSha256", userHash)
        .put("dryRun", dryRun)
        .put("records", total().records())
        .put("payloadBytes", total().payloadBytes())
        .put("kinds", counts.build())
        .put("recordsSha256", digest)
        .put("logEntries", logEntries)
        .put("dictionaries", dictionaries)
        .put("recordsRewritten", recordsRewritten)
        .put("backups", backups())
        .build();
  }
}
