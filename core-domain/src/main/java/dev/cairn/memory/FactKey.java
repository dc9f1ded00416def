package dev.cairn.memory;

import static java.util.Objects.requireNonNull;

/**
 * What identifies a fact. The parts are compared apart, so no text in one can pose as another.
 *
 * @param userId whom the fact is about; not empty
 * @param category what sort of fact it is, such as {@code "preferences"}; may be empty
 * @param key which fact of that sort, such as {@code "favorite_sport"}; may be empty if the
 *     category is not
 */
public record FactKey(String userId, String category, String key) {
  public FactKey {
    requireNonNull(category, "category");
    requireNonNull(key, "key");
    if (requireNonNull(userId, "userId").isEmpty()) {
      throw new IllegalArgumentException(
          "A fact's user id must not be empty. Give the id of the user whom the fact is about.");
    }
  }

  /**
   * The id of the fact's record: the category with {@code ~} and {@code /} escaped, then the key.
   */
  String recordId() {
    return recordIdPrefix(category) + key;
  }

  /** What the record ids of a category's facts start with, and those of no other. */
  static String recordIdPrefix(String category) {
    if (category.indexOf('~') < 0 && category.indexOf('/') < 0) {
      return category + "/";
    }
    return category.replace("~", "~0").replace("/", "~1") + "/";
  }
}
