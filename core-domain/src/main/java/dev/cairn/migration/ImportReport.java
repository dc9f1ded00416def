package dev.cairn.migration;

import java.util.List;

/**
 * What an import did, or would do. Each item that was read is either added, changed or unchanged.
 *
 * @param facts how many were read
 * @param episodes how many were read
 * @param affinities how many were read
 * @param nouns how many were read
 * @param verbs how many were read and could be saved
 * @param added how many items were not there before
 * @param changed how many items took the place of another one or were merged with it
 * @param unchanged how many items were there already, just the same
 * @param findings notices, those with the same message together, in order of first appearance
 */
public record ImportReport(
    long facts,
    long episodes,
    long affinities,
    long nouns,
    long verbs,
    long added,
    long changed,
    long unchanged,
    List<Finding> findings) {

  /**
   * The same notice at all its places.
   *
   * @param count at how many places
   * @param places the first few of them
   */
  public record Finding(ImportNotice.Kind kind, String message, long count, List<String> places) {
    public Finding {
      places = List.copyOf(places);
    }
  }

  public ImportReport {
    findings = List.copyOf(findings);
  }

  /** How many notices of a kind there were. */
  public long count(ImportNotice.Kind kind) {
    return findings.stream().filter(f -> f.kind() == kind).mapToLong(Finding::count).sum();
  }
}
