package dev.cairn.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts facts that are left out. Not thread-safe. */
final class Omissions {
  private final Map<String, Map<AssembledContext.Reason, Long>> counts = new TreeMap<>();

  void add(Candidate candidate, AssembledContext.Reason reason) {
    counts
        .computeIfAbsent(candidate.key().category(), category -> new TreeMap<>())
        .merge(reason, 1L, Long::sum);
  }

  List<AssembledContext.Omitted> list() {
    List<AssembledContext.Omitted> list = new ArrayList<>();
    counts.forEach(
        (category, byReason) ->
            byReason.forEach(
                (reason, count) ->
                    list.add(new AssembledContext.Omitted(category, reason, count))));
    return list;
  }
}
