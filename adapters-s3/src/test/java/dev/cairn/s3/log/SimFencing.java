package dev.cairn.s3.log;

import dev.cairn.store.Change;
import dev.cairn.store.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds what was written under a lease against who held it. */
final class SimFencing {
  private final SimHistory history;
  private final Map<String, TreeMap<Version, Change>> byCommit;

  /**
   * @param byCommit what each commit changed, by its name
   */
  SimFencing(SimHistory history, Map<String, TreeMap<Version, Change>> byCommit) {
    this.history = history;
    this.byCommit = byCommit;
  }

  void check() {
    require(new HashSet<>(history.tokens).size() == history.tokens.size(), "two holders' token");
    List<SimHistory.Commit> under =
        history.commits.stream().filter(commit -> commit.token > 0).toList();
    TreeMap<Version, Long> written = new TreeMap<>();
    for (SimHistory.Commit commit : under) {
      TreeMap<Version, Change> made = byCommit.getOrDefault(commit.name(), new TreeMap<>());
      made.keySet().forEach(version -> written.put(version, commit.token));
      require(!commit.isRefused() || isHeldLater(commit), commit.name() + " refused in vain");
      if (!made.isEmpty()) {
        requireNotOvertaken(commit, under);
      }
    }
    long newest = 0;
    for (long token : written.values()) {
      require(token >= newest, "%d wrote after %d".formatted(token, newest));
      newest = token;
    }
  }

  private boolean isHeldLater(SimHistory.Commit commit) {
    return history.tokens.stream().anyMatch(token -> token > commit.token);
  }

  /** What was asked for when a later holder had already claimed the lease has not happened. */
  private static void requireNotOvertaken(
      SimHistory.Commit commit, List<SimHistory.Commit> others) {
    for (SimHistory.Commit other : others) {
      boolean claimed = other.told == SimHistory.Told.COMMITTED && other.ended < commit.started;
      require(
          !claimed || other.token <= commit.token,
          "%d wrote when %d held it".formatted(commit.token, other.token));
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("FENCING: " + what);
    }
  }
}
