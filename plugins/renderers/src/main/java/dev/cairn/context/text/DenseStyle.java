package dev.cairn.context.text;

import dev.cairn.json.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that start with one number for all metadata, since tokenizers take digits in threes: {@code
 * 50711000062100 key (tags): value}. The header says how to read it.
 */
final class DenseStyle implements RowStyle {
  private static final int MAX_DAYS = 9_999;
  private static final int MAX_SOURCES = 100;
  private static final int MAX_DAYS_OF_THREE_DIGITS = 999;
  private static final int CLOCK_DIGITS = 6;
  private static final String LINE = "line: ";
  private static final String TAGS = " (tags)";
  private static final String SOURCES = " source";
  private static final String SINCE = " days since ";

  @Override
  public RowLayout layoutFor(List<FactParts> facts) {
    boolean tags = false;
    boolean importance = false;
    boolean confidence = false;
    Optional<LocalDate> first = Optional.empty();
    LocalDate last = LocalDate.MIN;
    Map<String, Integer> sources = new HashMap<>();
    for (FactParts fact : facts) {
      tags |= fact.tags().isPresent();
      importance |= fact.importance() > 0;
      confidence |= fact.confidence() > 0;
      if (fact.time().isPresent()) {
        LocalDate date = fact.time().get().date();
        first = first.filter(earliest -> !date.isBefore(earliest)).or(() -> Optional.of(date));
        last = date.isAfter(last) ? date : last;
      }
      fact.source().ifPresent(source -> sources.merge(source, 1, Integer::sum));
    }
    List<String> usual =
        sources.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry::getKey))
            .limit(MAX_SOURCES)
            .map(Map.Entry::getKey)
            .toList();
    long days = first.isPresent() ? ChronoUnit.DAYS.between(first.get(), last) : 0;
    return new Layout(
        tags, importance, confidence, usual, first, days > MAX_DAYS_OF_THREE_DIGITS ? 4 : 3);
  }

  @Override
  public RowLayout layoutOf(String legend) {
    int template = legend.indexOf(' ', LINE.length());
    String digits = template < 0 ? "" : legend.substring(LINE.length(), template);
    Layout layout =
        new Layout(
            legend.contains(TAGS),
            digits.contains("II"),
            digits.contains("CC"),
            digits.contains("S") ? sources(legend) : List.of(),
            digits.contains("ddd") ? Optional.of(since(legend)) : Optional.empty(),
            digits.contains("dddd") ? 4 : 3);
    if (!layout.legend().equals(legend)) {
      throw new RowException(
          "The header should end in '%s'. Use the text as it was rendered."
              .formatted(layout.legend()));
    }
    return layout;
  }

  private static List<String> sources(String legend) {
    int start = legend.indexOf(SOURCES);
    if (start < 0) {
      throw new RowException(
          "The header should name the sources. Use the text as it was rendered.");
    }
    int end = legend.indexOf(';', start + 1);
    String list = legend.substring(start + SOURCES.length(), end < 0 ? legend.length() : end);
    List<String> sources = new ArrayList<>();
    for (String entry : list.strip().split(" ", -1)) {
      sources.add(entry.substring(entry.indexOf('=') + 1));
    }
    return sources;
  }

  private static LocalDate since(String legend) {
    int start = legend.indexOf(SINCE) + SINCE.length();
    int end = legend.indexOf(' ', start);
    try {
      return LocalDate.parse(legend.substring(start, Math.max(end, start)));
    } catch (DateTimeException notADate) {
      throw new RowException(
          "The header should name a date as yyyy-MM-dd. Use the text as it was rendered.");
    }
  }

  /**
   * What the number in front of a row holds.
   *
   * @param sources by their code, which has two digits if there are more than ten; if empty, rows
   *     have no code
   * @param first day zero; if empty, rows have no time
   * @param dayDigits how many digits the number of days since then has
   */
  private record Layout(
      boolean tags,
      boolean importance,
      boolean confidence,
      List<String> sources,
      Optional<LocalDate> first,
      int dayDigits)
      implements RowLayout {

    private int sourceDigits() {
      return sources.size() > 10 ? 2 : 1;
    }

    private boolean hasNumber() {
      return importance || confidence || !sources.isEmpty() || first.isPresent();
    }

    @Override
    public String legend() {
      String source = "S".repeat(sourceDigits());
      String day = "d".repeat(dayDigits);
      StringBuilder legend = new StringBuilder(LINE);
      legend.append(importance ? "II" : "").append(confidence ? "CC" : "");
      legend.append(sources.isEmpty() ? "" : source);
      legend.append(first.isPresent() ? day + "HHmmss" : "");
      legend.append(hasNumber() ? " " : "").append("key").append(tags ? TAGS : "");
      legend.append(": value");
      legend.append(importance ? "; II importance %" : "");
      legend.append(confidence ? "; CC confidence %" : "");
      legend.append(importance || confidence ? ", 00=100" : "");
      if (!sources.isEmpty()) {
        legend.append("; ").append(source).append(SOURCES);
        for (int i = 0; i < sources.size(); i++) {
          legend.append(' ').append(i).append('=').append(sources.get(i));
        }
      }
      first.ifPresent(
          date -> legend.append("; ").append(day).append(SINCE).append(date).append(" UTC"));
      return legend.append(hasNumber() ? "; x none" : "").toString();
    }

    @Override
    public FactParts adapt(FactParts fact) {
      boolean percents = fact.importance() == 0 || fact.confidence() == 0;
      boolean time =
          fact.time().isPresent()
              && ChronoUnit.DAYS.between(first.orElseThrow(), fact.time().get().date()) > MAX_DAYS;
      boolean source = fact.source().isPresent() && !sources.contains(fact.source().get());
      return fact.spelled(percents, time, source);
    }

    @Override
    public boolean sharesRows() {
      return hasNumber();
    }

    @Override
    public void write(StringBuilder out, List<FactParts> same) {
      if (hasNumber()) {
        for (int i = 0; i < same.size(); i++) {
          out.append(i == 0 ? "" : ",");
          writeNumber(out, same.get(i));
        }
        out.append(' ');
      }
      RowBody.write(out, same, tags);
    }

    private void writeNumber(StringBuilder out, FactParts fact) {
      if (importance) {
        writePercent(out, fact.importance());
      }
      if (confidence) {
        writePercent(out, fact.confidence());
      }
      if (!sources.isEmpty()) {
        int code = fact.source().map(sources::indexOf).orElse(-1);
        if (code < 0) {
          out.append('x');
        } else {
          TimeText.writeDigits(out, code, sourceDigits());
        }
      }
      if (first.isPresent()) {
        if (fact.time().isPresent()) {
          writeTime(out, fact.time().get());
        } else {
          out.append('x');
        }
      }
    }

    private static void writePercent(StringBuilder out, int percent) {
      if (percent == Percent.NONE) {
        out.append("xx");
      } else {
        Metadata.writeTwoDigits(out, percent);
      }
    }

    private void writeTime(StringBuilder out, TimeText time) {
      int days = (int) ChronoUnit.DAYS.between(first.orElseThrow(), time.date());
      TimeText.writeDigits(out, days, dayDigits);
      out.append(time.clock()).append(time.rest());
    }

    @Override
    public List<FactParts> read(String row, String userId, String category) {
      RowReader reader = new RowReader(row);
      List<Metadata> numbers = new ArrayList<>();
      if (hasNumber()) {
        do {
          numbers.add(number(reader));
        } while (reader.skip(","));
        reader.require(" ");
      } else {
        numbers.add(new Metadata(Percent.NONE, Percent.NONE, Optional.empty(), Optional.empty()));
      }
      RowBody body = RowBody.read(reader, tags);
      Optional<JsonValue> value = Optional.empty();
      if (!reader.isAtEnd()) {
        reader.require(": ");
        value = Optional.of(RowReader.json(reader.rest()));
      }
      return body.facts(userId, category, value, numbers);
    }

    private Metadata number(RowReader reader) {
      int readImportance = importance ? percent(reader) : Percent.NONE;
      int readConfidence = confidence ? percent(reader) : Percent.NONE;
      Optional<String> source = sources.isEmpty() ? Optional.empty() : source(reader);
      Optional<TimeText> time = first.isPresent() ? time(reader) : Optional.empty();
      return new Metadata(readImportance, readConfidence, time, source);
    }

    private static int percent(RowReader reader) {
      if (reader.skip("xx")) {
        return Percent.NONE;
      }
      return Metadata.readTwoDigits(digits(reader, 2));
    }

    private Optional<String> source(RowReader reader) {
      if (reader.skip("x")) {
        return Optional.empty();
      }
      int code = Integer.parseInt(digits(reader, sourceDigits()));
      if (code >= sources.size()) {
        throw reader.damaged("A source of the header");
      }
      return Optional.of(sources.get(code));
    }

    private Optional<TimeText> time(RowReader reader) {
      if (reader.skip("x")) {
        return Optional.empty();
      }
      LocalDate date = first.orElseThrow().plusDays(Integer.parseInt(digits(reader, dayDigits)));
      String clock = digits(reader, CLOCK_DIGITS);
      try {
        return Optional.of(new TimeText(date, clock, TimeText.requireRest(reader.takeUntil(", "))));
      } catch (DateTimeException broken) {
        throw reader.damaged("A space after the time");
      }
    }

    private static String digits(RowReader reader, int count) {
      String digits = reader.take(count, count + " digits");
      if (PlainText.endOfDigits(digits, 0) < count) {
        throw reader.damaged(count + " digits before here");
      }
      return digits;
    }
  }
}
