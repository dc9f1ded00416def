package dev.cairn.context.text;

import dev.cairn.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that a model reads without a legend: {@code key (tags): value [50/71 231118062100 chat]}.
 */
final class ReadableStyle implements RowStyle {
  private static final String TAGS = " (tags)";
  private static final String SOURCE = "source=";

  @Override
  public RowLayout layoutFor(List<FactParts> facts) {
    boolean tags = false;
    boolean percents = false;
    boolean times = false;
    Map<String, Integer> sources = new HashMap<>();
    for (FactParts fact : facts) {
      tags |= fact.tags().isPresent();
      percents |= fact.importance() != Percent.NONE || fact.confidence() != Percent.NONE;
      times |= fact.time().isPresent();
      fact.source().ifPresent(source -> sources.merge(source, 1, Integer::sum));
    }
    Optional<String> usual =
        sources.entrySet().stream()
            .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey);
    return new Layout(tags, percents, times, usual);
  }

  @Override
  public RowLayout layoutOf(String legend) {
    int source = legend.indexOf(SOURCE);
    Optional<String> usual =
        source < 0 || !legend.endsWith("]")
            ? Optional.empty()
            : Optional.of(legend.substring(source + SOURCE.length(), legend.length() - 1));
    Layout layout =
        new Layout(
            legend.contains(TAGS),
            legend.contains("importance/"),
            legend.contains("yyMMddHHmmss"),
            usual);
    if (!layout.legend().equals(legend)) {
      throw new RowException(
          "The header should end in '%s'. Use the text as it was rendered."
              .formatted(layout.legend()));
    }
    return layout;
  }

  private record Layout(boolean tags, boolean percents, boolean times, Optional<String> source)
      implements RowLayout {

    @Override
    public String legend() {
      List<String> words = new ArrayList<>();
      if (percents) {
        words.add("importance/confidence %");
      }
      if (times) {
        words.add("yyMMddHHmmss UTC");
      }
      source.ifPresent(usual -> words.add(SOURCE + usual));
      String metadata = words.isEmpty() ? "" : " [" + String.join(" ", words) + "]";
      return "line: key" + (tags ? TAGS : "") + ": value" + metadata;
    }

    @Override
    public FactParts adapt(FactParts fact) {
      return fact;
    }

    @Override
    public boolean sharesRows() {
      return true;
    }

    @Override
    public void write(StringBuilder out, List<FactParts> same) {
      int value = RowBody.write(out, same, tags);
      Metadata.write(out, same, source, value);
    }

    @Override
    public List<FactParts> read(String row, String userId, String category) {
      RowReader reader = new RowReader(row);
      RowBody body = RowBody.read(reader, tags);
      boolean hasValue = reader.skip(": ");
      String rest = reader.rest();
      int end = Metadata.startIn(rest, hasValue ? 0 : -1);
      if (!hasValue && end > 0) {
        throw reader.damaged("': ' and a value");
      }
      Optional<JsonValue> value =
          hasValue ? Optional.of(RowReader.json(rest.substring(0, end))) : Optional.empty();
      String words = end == rest.length() ? "" : rest.substring(end + 2, rest.length() - 1);
      return body.facts(userId, category, value, Metadata.parse(words, source));
    }
  }
}
