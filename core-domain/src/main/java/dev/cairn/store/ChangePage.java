package dev.cairn.store;

import java.util.List;

/**
 * A run of the change log.
 *
 * @param changes in commit order
 * @param next where to go on reading; also right if no change was found
 * @param more whether more changes are there already
 * @param gap whether changes between the asked version and the first one here have been dropped by
 *     the log's retention or an erasure: a follower must then start anew from the records
 *     themselves
 */
public record ChangePage(List<Change> changes, Version next, boolean more, boolean gap) {
  public ChangePage {
    changes = List.copyOf(changes);
  }
}
