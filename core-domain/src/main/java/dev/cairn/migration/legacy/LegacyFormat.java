package dev.cairn.migration.legacy;

import dev.cairn.graph.Noun;
import dev.cairn.graph.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one system lays its nouns and verbs over objects. Thread-safe, without state. */
public interface LegacyFormat {

  /** Such as {@code "brainy"}. */
  String name();

  /** Names an item of the legacy store. */
  record ItemId(Kind kind, String id) {}

  /** Kinds of items. */
  enum Kind {
    NOUN,
    VERB
  }

  /** What an object is for. */
  sealed interface Role {
    /**
     * Part of an item, such as its vector or its metadata.
     *
     * @param item the item; one whose kind only its body tells is a noun here
     */
    record Part(ItemId item) implements Role {}

    /** Made by the system from other objects or for its own use: an index, a count, a lock. */
    record Derived() implements Role {}

    /** Not an object of this system. */
    record Foreign() implements Role {}
  }

  /** What the objects of an item say. */
  sealed interface Item {

    /**
     * @param oddities what a person should know, without a user's value
     */
    record OfNoun(Noun noun, List<String> oddities) implements Item {}

    /**
     * @param oddities what a person should know, without a user's value
     */
    record OfVerb(Verb verb, List<String> oddities) implements Item {}

    /** Not to be taken over: deleted, a placeholder, half written, unreadable. */
    record Skipped(String reason) implements Item {}
  }

  /** Whether the objects look like a store of this system; reads a little and changes nothing. */
  boolean recognizes(LegacyObjects objects);

  Role roleOf(String key);

  /**
   * Every key under which a part of the item may stand, in all layouts that the system's versions
   * wrote; where two hold the same part, the one that counts comes first.
   */
  List<String> keysOf(ItemId item);

  /**
   * Reads an item.
   *
   * @param parts the bodies of all objects that exist under {@link #keysOf}, by key
   */
  Item read(ItemId item, Map<String, byte[]> parts);

  /**
   * The objects that hold a noun, in the form that the system's own versions read.
   *
   * @param existing the keys under which the noun stands already, so that it keeps its layout; for
   *     one that is new to the store, the keys of any other noun, whose layout it then takes; empty
   *     for the layout of the newest version that is known well
   * @return bodies by key, for all layouts in which it stands; empty if the format cannot hold it
   */
  Optional<Map<String, byte[]>> write(Noun noun, List<String> existing);

  /** As {@link #write(Noun, List)}. */
  Optional<Map<String, byte[]>> write(Verb verb, List<String> existing);
}
