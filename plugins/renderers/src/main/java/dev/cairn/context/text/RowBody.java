package dev.cairn.context.text;

import dev.cairn.json.JsonObject;
import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What all rows have in common: {@code key (tags) {rest}: value}.
 *
 * @param tags of each fact of the row, or of all; empty if the row says nothing about tags
 * @param tagsExpected whether a row that says nothing about tags stands for a fact with an empty
 *     list of them; if not, for a fact without
 */
record RowBody(
    String key, List<Optional<List<String>>> tags, JsonObject extra, boolean tagsExpected) {

  /**
   * Writes key, tags, rest and value.
   *
   * @return where the value starts; behind the end if there is none
   */
  static int write(StringBuilder out, List<FactParts> same, boolean tagsExpected) {
    FactParts first = same.getFirst();
    out.append(PlainText.key(first.key()));
    if (tagsExpected && !first.extra().has("tags")) {
      writeTags(out, same);
    }
    if (!first.extra().isEmpty()) {
      out.append(' ').append(PlainText.json(first.extra()));
    }
    if (first.value().isPresent()) {
      out.append(": ");
      int start = out.length();
      out.append(PlainText.value(first.value().get()));
      return start;
    }
    return out.length() + 1;
  }

  private static void writeTags(StringBuilder out, List<FactParts> same) {
    Optional<List<String>> first = same.getFirst().tags();
    boolean alike = true;
    for (int i = 1; i < same.size(); i++) {
      alike &= same.get(i).tags().equals(first);
    }
    if (alike && isEmptyList(first)) {
      return;
    }
    out.append(" (");
    for (int i = 0; i < (alike ? 1 : same.size()); i++) {
      out.append(i == 0 ? "" : "|");
      if (same.get(i).tags().isPresent()) {
        List<String> tags = same.get(i).tags().get();
        for (int j = 0; j < tags.size(); j++) {
          out.append(j == 0 ? "" : " ").append(tags.get(j));
        }
      } else {
        out.append('-');
      }
    }
    out.append(')');
  }

  private static boolean isEmptyList(Optional<List<String>> tags) {
    return tags.isPresent() && tags.get().isEmpty();
  }

  /** Reads key, tags and rest. */
  static RowBody read(RowReader reader, boolean tagsExpected) {
    String key = reader.key();
    List<Optional<List<String>>> tags = reader.tags(tagsExpected);
    return new RowBody(key, tags, reader.extra(), tagsExpected);
  }

  /** The facts of the row, one for each set of metadata. */
  List<FactParts> facts(
      String userId, String category, Optional<JsonValue> value, List<Metadata> metadata) {
    if (tags.size() > 1 && tags.size() != metadata.size()) {
      throw new RowException(
          "The row has %d groups of tags, but %d facts. Use the text as it was rendered."
              .formatted(tags.size(), metadata.size()));
    }
    List<FactParts> facts = new ArrayList<>(metadata.size());
    for (Metadata one : metadata) {
      facts.add(
          new FactParts(
              userId,
              category,
              key,
              value,
              one.importance(),
              one.confidence(),
              one.time(),
              extra.has("source") ? Optional.empty() : one.source(),
              tagsAt(facts.size()),
              extra,
              facts.size()));
    }
    return facts;
  }

  private Optional<List<String>> tagsAt(int index) {
    if (tags.isEmpty()) {
      return tagsExpected && !extra.has("tags") ? Optional.of(List.of()) : Optional.empty();
    }
    return tags.get(tags.size() == 1 ? 0 : index);
  }
}
