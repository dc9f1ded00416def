package dev.cairn.retrieval;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonString;
import dev.cairn.json.JsonValue;
import dev.cairn.search.FieldPath;
import dev.cairn.search.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one path reaches in each document, each different value once. So a condition is asked once a
 * value and not once a document. Not thread-safe.
 */
final class FieldColumn {
  /** A field that is different everywhere is no more compact here than in its documents. */
  static final int MOST_VALUES = 100_000;

  static final int LONGEST_TEXT = 256;

  private static final int NOTHING = 0;

  private final FieldPath path;

  /** Documents with nothing but what the path reaches. */
  private final List<JsonObject> values = new ArrayList<>(List.of(JsonObject.EMPTY));

  private final Map<JsonObject, Integer> codes = new HashMap<>();
  private int[] codeOf = new int[1_024];
  private boolean isTooVaried;

  FieldColumn(FieldPath path) {
    this.path = path;
    codes.put(JsonObject.EMPTY, NOTHING);
  }

  /** Whether this has given up and says nothing. */
  boolean isTooVaried() {
    return isTooVaried;
  }

  int distinctValues() {
    return values.size() - 1;
  }

  void put(int document, JsonObject fields) {
    if (isTooVaried) {
      return;
    }
    Optional<JsonObject> reached = path.project(fields).map(JsonObject.class::cast);
    if (reached.filter(FieldColumn::isLong).isPresent() || values.size() > MOST_VALUES) {
      giveUp();
      return;
    }
    if (document >= codeOf.length) {
      codeOf = Arrays.copyOf(codeOf, Math.max(document + 1, codeOf.length * 2));
    }
    codeOf[document] = reached.map(this::code).orElse(NOTHING);
  }

  private int code(JsonObject reached) {
    return codes.computeIfAbsent(
        reached,
        added -> {
          values.add(added);
          return values.size() - 1;
        });
  }

  private static boolean isLong(JsonValue value) {
    JsonValue inner = value;
    while (inner instanceof JsonObject object && object.size() == 1) {
      inner = object.value(0);
    }
    return inner instanceof JsonString text && text.value().length() > LONGEST_TEXT;
  }

  private void giveUp() {
    isTooVaried = true;
    values.clear();
    codes.clear();
    codeOf = new int[0];
  }

  /**
   * The documents that meet a condition about this path.
   *
   * @param documents how many there are
   */
  BitSet meeting(Filter condition, int documents) {
    BitSet meets = new BitSet(values.size());
    for (int code = 0; code < values.size(); code++) {
      meets.set(code, condition.test(values.get(code)));
    }
    BitSet found = new BitSet(documents);
    for (int document = 0; document < documents; document++) {
      int code = document < codeOf.length ? codeOf[document] : NOTHING;
      if (meets.get(code)) {
        found.set(document);
      }
    }
    return found;
  }
}
