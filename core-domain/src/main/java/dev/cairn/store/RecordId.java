package dev.cairn.store;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/**
 * Names a record. The four parts are compared apart, never joined, so no text in one part can reach
 * into another.
 *
 * @param namespace the tenant or application; records of different namespaces never meet
 * @param kind what the record is, such as {@code "fact"}
 * @param partition what belongs together, such as a user's id; may be empty
 * @param id the record's name within its partition
 */
public record RecordId(String namespace, String kind, String partition, String id)
    implements Comparable<RecordId> {

  /** The longest part, in bytes of UTF-8. */
  public static final int MAX_PART_BYTES = 4_096;

  private static final Comparator<RecordId> ORDER =
      Comparator.comparing(RecordId::namespace, RecordId::compareCodePoints)
          .thenComparing(RecordId::kind, RecordId::compareCodePoints)
          .thenComparing(RecordId::partition, RecordId::compareCodePoints)
          .thenComparing(RecordId::id, RecordId::compareCodePoints);

  /**
   * @throws IllegalArgumentException if a part is longer than {@link #MAX_PART_BYTES}, contains
   *     half of a surrogate pair or the character U+0000, or if a part other than the partition is
   *     empty
   */
  public RecordId {
    requirePart("namespace", namespace);
    requirePart("kind", kind);
    requirePart("partition", partition);
    requirePart("id", id);
    if (namespace.isEmpty() || kind.isEmpty() || id.isEmpty()) {
      throw new IllegalArgumentException(
          "A record's namespace, kind and id must not be empty. Give each at least one character.");
    }
  }

  private static void requirePart(String name, String part) {
    int length = requireNonNull(part, name).length();
    boolean ascii = true;
    for (int i = 0; i < length; i++) {
      char c = part.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException(
            "A record's %s must not contain U+0000, but has it at %d. Remove it."
                .formatted(name, i));
      }
      if (c >= 0x80) {
        ascii = false;
        if (Character.isSurrogate(c)) {
          if (Character.isHighSurrogate(c)
              && i + 1 < length
              && Character.isLowSurrogate(part.charAt(i + 1))) {
            i++;
          } else {
            throw new IllegalArgumentException(
                "A record's %s must be valid Unicode, but character %d is half of a surrogate pair. Remove or replace it."
                    .formatted(name, i));
          }
        }
      }
    }
    int bytes = ascii ? length : part.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PART_BYTES) {
      throw new IllegalArgumentException(
          "A record's %s may have %d bytes, but has %d. Use a shorter name, for example a hash."
              .formatted(name, MAX_PART_BYTES, bytes));
    }
  }

  /**
   * Orders by namespace, kind, partition and id, each by code points (the order of UTF-8 bytes).
   */
  @Override
  public int compareTo(RecordId other) {
    return ORDER.compare(this, other);
  }

  /** Compares by code points, which is the order of the UTF-8 bytes. */
  public static int compareCodePoints(String a, String b) {
    // Most ids that are compared share all parts but the last, and this is faster than a loop.
    if (a.equals(b)) {
      return 0;
    }
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        if (Character.isSurrogate(x) != Character.isSurrogate(y)) {
          return Character.isSurrogate(x) ? 1 : -1;
        }
        return x - y;
      }
    }
    return a.length() - b.length();
  }
}
