package dev.cairn.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Nouns or verbs that wait to be saved in one batch, each id once, and the counts of what became of
 * those before. Not thread-safe.
 *
 * @param <T> the type
 */
final class GraphItems<T> {
  private final String noun;
  private final boolean saves;
  private final NoticeBoard notices;
  private final Function<T, String> id;
  private final Function<List<String>, Map<String, T>> find;
  private final Map<String, Placed<T>> waiting = new LinkedHashMap<>();
  private final List<Difference> differences = new ArrayList<>();

  /** Hashes of what a dry run would have saved. */
  private final Map<String, Integer> imagined = new HashMap<>();

  private long added;
  private long changed;
  private long unchanged;
  private long replaced;

  /** An item and where it was found. */
  record Placed<T>(T item, String place) {}

  private enum Difference {
    ADDED,
    CHANGED,
    UNCHANGED
  }

  /**
   * @param find the items of these ids that are there
   */
  GraphItems(
      String noun,
      boolean saves,
      NoticeBoard notices,
      Function<T, String> id,
      Function<List<String>, Map<String, T>> find) {
    this.noun = noun;
    this.saves = saves;
    this.notices = notices;
    this.id = id;
    this.find = find;
  }

  /** Adds an item; says whether it is time to save. */
  boolean add(T item, String place) {
    return addAgain(new Placed<>(item, place));
  }

  /** Adds an item that was withdrawn; says whether it is time to save. */
  boolean addAgain(Placed<T> placed) {
    Optional<Placed<T>> before = Optional.ofNullable(waiting.put(id.apply(placed.item()), placed));
    if (before.isPresent()) {
      boolean same = before.get().item().equals(placed.item());
      replaced += same ? 0 : 1;
      unchanged += same ? 1 : 0;
      if (!same) {
        tellReplaced(placed.place());
      }
    }
    return waiting.size() >= MemoryImport.BATCH;
  }

  void withdraw(Placed<T> placed) {
    waiting.remove(id.apply(placed.item()));
  }

  List<Placed<T>> waiting() {
    return List.copyOf(waiting.values());
  }

  /** What has to be saved of those that wait; they go on waiting until {@link #settle}. */
  List<T> different() {
    Map<String, T> there = there();
    differences.clear();
    List<T> different = new ArrayList<>(waiting.size());
    waiting.forEach(
        (name, placed) -> {
          Difference difference = difference(name, placed.item(), there);
          differences.add(difference);
          if (difference != Difference.UNCHANGED) {
            different.add(placed.item());
          }
        });
    return different;
  }

  /** Counts what {@link #different} looked at last, which is saved and waits no more. */
  void settle() {
    Iterator<Difference> each = differences.iterator();
    waiting.forEach(
        (name, placed) -> {
          switch (each.next()) {
            case ADDED -> added++;
            case CHANGED -> {
              changed++;
              tellReplaced(placed.place());
            }
            case UNCHANGED -> unchanged++;
          }
          if (!saves) {
            imagined.put(name, placed.item().hashCode());
          }
        });
    waiting.clear();
    differences.clear();
  }

  private Map<String, T> there() {
    List<String> ids = List.copyOf(waiting.keySet());
    return ids.isEmpty() ? Map.of() : find.apply(ids);
  }

  private Difference difference(String name, T item, Map<String, T> there) {
    Integer before = imagined.get(name);
    if (before != null) {
      return before == item.hashCode() ? Difference.UNCHANGED : Difference.CHANGED;
    }
    T found = there.get(name);
    if (found == null) {
      return Difference.ADDED;
    }
    return found.equals(item) ? Difference.UNCHANGED : Difference.CHANGED;
  }

  private void tellReplaced(String place) {
    notices.add(
        new ImportNotice(
            ImportNotice.Kind.CHANGED,
            place,
            "the %s takes the place of a different one with the same id".formatted(noun)));
  }

  long read() {
    return waiting.size() + added + changed + unchanged + replaced;
  }

  long added() {
    return added;
  }

  long changed() {
    return changed + replaced;
  }

  long unchanged() {
    return unchanged;
  }
}
