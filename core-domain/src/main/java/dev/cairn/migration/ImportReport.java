package dev.cairn.migration;

import java.util.List;

/**
 * What an import did.
 *
 * @param facts how many were read; of several with one user, category and key fewer may be saved
 * @param findings notices, those with the same message together, in order of first appearance
 */
public record ImportReport(long facts, long episodes, long affinities, List<Finding> findings) {

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
