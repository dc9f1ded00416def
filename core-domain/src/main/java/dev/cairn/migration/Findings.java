package dev.cairn.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts notices and keeps the first places of each. Not thread-safe. */
final class Findings implements NoticeBoard {
  private static final int MAX_PLACES = 3;

  private final Map<Key, Places> byKey = new LinkedHashMap<>();

  private record Key(ImportNotice.Kind kind, String message) {}

  private static final class Places {
    private long count;
    private final List<String> first = new ArrayList<>();
  }

  @Override
  public void add(ImportNotice notice) {
    Places places =
        byKey.computeIfAbsent(new Key(notice.kind(), notice.message()), key -> new Places());
    places.count++;
    if (places.first.size() < MAX_PLACES) {
      places.first.add(notice.place());
    }
  }

  List<ImportReport.Finding> toList() {
    List<ImportReport.Finding> list = new ArrayList<>();
    byKey.forEach(
        (key, places) ->
            list.add(
                new ImportReport.Finding(key.kind(), key.message(), places.count, places.first)));
    return list;
  }
}
