package dev.cairn.migration.live;

import dev.cairn.store.Cursor;
import dev.cairn.store.RecordId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where contents are copied to: a namespace of a store. Thread-safe. */
interface Target extends Sink {

  /** Whether it has no content of the kinds that a migration moves. */
  boolean isEmpty();

  /** The contents of these names as they are at this moment, in the same order. */
  List<Optional<Content>> current(List<String> names);

  /** The names of the contents that a content cannot be without. */
  List<String> needs(Content content);

  /** Those of these names that are not there. */
  Set<String> missing(Collection<String> names);

  /** Some of the contents that cannot be without this one. */
  List<String> dependents(String name, int limit);

  /** A part of all contents. */
  record Part(List<Content> contents, Optional<Place> next) {}

  /** Where the next part begins. */
  record Place(int kind, Optional<Cursor> after) {
    static final Place START = new Place(0, Optional.empty());
  }

  /** The contents from a place on, each exactly once over all parts. */
  Part scan(Place from, int limit);

  /** Where contents begin, those first that others do not need. */
  List<Place> removalOrder();

  /** The name of the content that a record belongs to, if it is one that a migration moves. */
  Optional<String> nameOf(RecordId record);
}
