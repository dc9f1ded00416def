package dev.cairn.migration.live;

import dev.cairn.store.RecordId;
import java.util.ArrayList;
import java.util.List;

/** Names of items and contents, which are also parts of record ids. */
final class ItemNames {
  static final String NOUN = "noun/";
  static final String VERB = "verb/";

  /**
   * Between the parts of a record's name. It and whatever sorts before the mark is written as two
   * characters, so that names are in the order of the parts.
   */
  private static final char SEPARATOR = '!';

  private static final char MARK = '"';
  private static final char SHIFT = '0';

  private ItemNames() {}

  static String ofRecord(RecordId id) {
    return escape(id.kind()) + SEPARATOR + escape(id.partition()) + SEPARATOR + escape(id.id());
  }

  static RecordId toRecord(String namespace, String name) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = name.indexOf(SEPARATOR); at >= 0; at = name.indexOf(SEPARATOR, from)) {
      parts.add(unescape(name.substring(from, at)));
      from = at + 1;
    }
    parts.add(unescape(name.substring(from)));
    if (parts.size() != 3) {
      throw new IllegalArgumentException("The name of a record has three parts.");
    }
    return new RecordId(namespace, parts.get(0), parts.get(1), parts.get(2));
  }

  static String escape(String part) {
    StringBuilder out = new StringBuilder(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c <= MARK) {
        out.append(MARK).append((char) (SHIFT + c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  static String unescape(String part) {
    StringBuilder out = new StringBuilder(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == MARK && i + 1 < part.length()) {
        i++;
        out.append((char) (part.charAt(i) - SHIFT));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
