package dev.cairn.migration.live;

import java.util.List;

/**
 * What was deleted from the source in the end.
 *
 * @param deleted how many objects
 * @param changed how many were written since by someone else and stay
 * @param changedKeys the first of these
 */
public record FinalReport(long deleted, long changed, List<String> changedKeys) {
  public FinalReport {
    changedKeys = List.copyOf(changedKeys);
  }
}
