package dev.cairn.retrieval;

import dev.cairn.json.JsonObject;
import dev.cairn.search.FieldPath;
import dev.cairn.search.Filter;
import dev.cairn.search.IdFilter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Looks up which documents meet a filter, instead of reading each. Holds the fields that filters
 * have asked for, from the first time on; that first time reads every document. One thread at a
 * time; the filters that it gives are thread-safe.
 */
final class FieldIndex {
  /** Above this share, asking about each candidate is cheaper than handing over the ids. */
  private static final int SHARE_OF_FEW = 20;

  private static final int FEW = 20_000;
  private static final int REMEMBERED = 16;

  private final Map<FieldPath, FieldColumn> columns = new LinkedHashMap<>();
  private final Map<String, Integer> documents = new ConcurrentHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<Filter, Selection> selections = new LinkedHashMap<>();
  private BitSet live = new BitSet();

  /** Reads every document: hands over its name and its fields. */
  @FunctionalInterface
  interface Documents {
    void readAll(BiConsumer<String, JsonObject> sink);
  }

  /**
   * @param among what may meet the filter; nothing else does
   * @param isExact whether all of it does
   */
  record Selection(IdFilter among, boolean isExact) {}

  /** What is found, and whether all of it meets the condition. */
  private record Found(BitSet documents, boolean isExact) {}

  void clear() {
    columns.clear();
    documents.clear();
    names.clear();
    selections.clear();
    live = new BitSet();
  }

  void put(String name, JsonObject fields) {
    if (columns.isEmpty()) {
      return;
    }
    selections.clear();
    int document = documents.computeIfAbsent(name, this::add);
    columns.values().forEach(column -> column.put(document, fields));
  }

  private int add(String name) {
    names.add(name);
    live.set(names.size() - 1);
    return names.size() - 1;
  }

  void remove(String name) {
    Integer document = documents.remove(name);
    if (document != null) {
      selections.clear();
      live.clear(document);
    }
  }

  /**
   * @param all is asked if the filter has a field that none had before
   */
  Selection select(Filter filter, Documents all) {
    Selection known = selections.get(filter);
    if (known != null) {
      return known;
    }
    Selection selection = look(filter, all);
    if (selections.size() == REMEMBERED) {
      selections.clear();
    }
    selections.put(filter, selection);
    return selection;
  }

  private Selection look(Filter filter, Documents all) {
    prepare(filter, all);
    Found found = evaluate(filter);
    BitSet bits = found.documents();
    int count = bits.cardinality();
    if (count <= FEW && count * (long) SHARE_OF_FEW <= live.cardinality()) {
      Set<String> few = new HashSet<>();
      bits.stream().forEach(document -> few.add(names.get(document)));
      return new Selection(IdFilter.among(few), found.isExact());
    }
    return new Selection(
        IdFilter.matching(
            name -> {
              Integer document = documents.get(name);
              return document != null && bits.get(document);
            }),
        found.isExact());
  }

  private void prepare(Filter filter, Documents all) {
    boolean isFull = names.size() > 2 * live.cardinality() + FEW;
    Set<FieldPath> missing = new HashSet<>(isFull ? columns.keySet() : Set.of());
    if (isFull) {
      clear();
    }
    paths(filter, missing::add);
    missing.removeAll(columns.keySet());
    if (!missing.isEmpty()) {
      missing.forEach(path -> columns.put(path, new FieldColumn(path)));
      try {
        all.readAll(this::put);
      } catch (RuntimeException failed) {
        clear(); // a column that lacks documents would hide them for ever
        throw failed;
      }
    }
  }

  private static void paths(Filter filter, Consumer<FieldPath> sink) {
    switch (filter) {
      case Filter.And and -> and.all().forEach(part -> paths(part, sink));
      case Filter.Or or -> or.any().forEach(part -> paths(part, sink));
      case Filter.Not not -> paths(not.negated(), sink);
      default -> sink.accept(path(filter));
    }
  }

  private static FieldPath path(Filter condition) {
    return switch (condition) {
      case Filter.Eq it -> it.path();
      case Filter.Ne it -> it.path();
      case Filter.Lt it -> it.path();
      case Filter.Le it -> it.path();
      case Filter.Gt it -> it.path();
      case Filter.Ge it -> it.path();
      case Filter.In it -> it.path();
      case Filter.Contains it -> it.path();
      case Filter.Exists it -> it.path();
      case Filter.And it -> throw new IllegalArgumentException(it + " is about several fields.");
      case Filter.Or it -> throw new IllegalArgumentException(it + " is about several fields.");
      case Filter.Not it -> throw new IllegalArgumentException(it + " is no plain condition.");
    };
  }

  /** The live documents that meet a filter, or more if that is not known. */
  private Found evaluate(Filter filter) {
    return switch (filter) {
      case Filter.And and -> {
        Found all = new Found((BitSet) live.clone(), true);
        for (Filter part : and.all()) {
          Found met = evaluate(part);
          all.documents().and(met.documents());
          all = new Found(all.documents(), all.isExact() && met.isExact());
        }
        yield all;
      }
      case Filter.Or or -> {
        Found any = new Found(new BitSet(), true);
        for (Filter part : or.any()) {
          Found met = evaluate(part);
          any.documents().or(met.documents());
          any = new Found(any.documents(), any.isExact() && met.isExact());
        }
        yield any;
      }
      case Filter.Not not -> {
        Found met = evaluate(not.negated());
        BitSet others = (BitSet) live.clone();
        if (met.isExact()) {
          others.andNot(met.documents());
        }
        yield new Found(others, met.isExact());
      }
      default -> {
        FieldColumn column = columns.get(path(filter));
        if (column == null || column.isTooVaried()) {
          yield new Found((BitSet) live.clone(), false);
        }
        BitSet met = column.meeting(filter, names.size());
        met.and(live);
        yield new Found(met, true);
      }
    };
  }

  /** How many names are held, those of documents that are gone included. */
  int heldNames() {
    return names.size();
  }

  /** For an operator: one fact a line. */
  List<String> explain() {
    return columns.entrySet().stream()
        .map(
            column ->
                column.getValue().isTooVaried()
                    ? column.getKey() + ": too varied or too long to be held, read from the store"
                    : "%s: %,d different values"
                        .formatted(column.getKey(), column.getValue().distinctValues()))
        .toList();
  }
}
