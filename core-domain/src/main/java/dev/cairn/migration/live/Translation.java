package dev.cairn.migration.live;

import dev.cairn.migration.legacy.LegacyFormat;
import dev.cairn.migration.legacy.LegacyObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the objects of a source mean, item by item. Thread-safe. */
public interface Translation {

  /** Names the format, such as {@code "brainy"}. */
  String name();

  boolean recognizes(LegacyObjects objects);

  /** What an object is for. */
  sealed interface Use {
    /** Part of an item. */
    record PartOf(String item) implements Use {}

    /** Made of others, or for the system's own use. */
    record Derived() implements Use {}

    /** Not of this system. */
    record Foreign() implements Use {}
  }

  Use useOf(String key);

  /** Every key under which a part of an item may be. */
  List<String> keysOf(String item);

  /** What the objects of an item say. */
  sealed interface Reading {
    /**
     * @param oddities what a person should know, without a user's value
     */
    record Of(Content content, List<String> oddities) implements Reading {}

    /** Not to be taken over. */
    record Skipped(String reason) implements Reading {}
  }

  /**
   * Reads an item.
   *
   * @param parts the objects that are there, by key; at least one
   */
  Reading read(String item, Map<String, byte[]> parts);

  /**
   * The objects that hold a content in the source's own form.
   *
   * @param existing the keys under which it is already
   * @return bodies by key; empty if the format cannot hold it
   */
  Optional<Map<String, byte[]>> write(Content content, List<String> existing);

  /** The item whose objects hold a content, unless another one was found to. */
  default String itemOf(String content) {
    return content;
  }

  /** The nouns and verbs of a legacy format. */
  static Translation of(LegacyFormat format) {
    return new FormatTranslation(format);
  }
}
