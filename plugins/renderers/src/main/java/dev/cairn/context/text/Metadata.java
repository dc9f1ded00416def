package dev.cairn.context.text;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Importance, confidence, time and source of one fact as words in brackets: {@code 50/71
 * 231118062100 chat}. Words that are not there are left out.
 *
 * @param importance in hundredths, or {@link Percent#NONE}
 * @param confidence in hundredths, or {@link Percent#NONE}
 */
record Metadata(int importance, int confidence, Optional<TimeText> time, Optional<String> source) {
  private static final String NO_SOURCE = "-";
  private static final int TIME_DIGITS = 12;
  private static final int DATE_AND_MICROS_DIGITS = 18;

  static Metadata of(FactParts fact) {
    return new Metadata(fact.importance(), fact.confidence(), fact.time(), fact.source());
  }

  /**
   * Writes the words of several facts, separated by semicolons, in brackets and after a space.
   *
   * @param defaultSource what is left out; if empty, a missing source is left out instead
   * @param value where in {@code out} the value starts, to tell it from the words
   */
  static void write(
      StringBuilder out, List<FactParts> facts, Optional<String> defaultSource, int value) {
    int start = out.length();
    out.append(" [");
    for (int i = 0; i < facts.size(); i++) {
      if (i > 0) {
        out.append(';');
      }
      of(facts.get(i)).write(out, defaultSource);
    }
    boolean isEmpty = out.length() == start + 2;
    out.append(']');
    if (isEmpty && !endsLikeMetadata(out, start, value)) {
      out.setLength(start);
    }
  }

  private static boolean endsLikeMetadata(StringBuilder out, int end, int value) {
    if (end == 0 || out.charAt(end - 1) != ']') {
      return false;
    }
    return out.substring(0, end).lastIndexOf(" [") > value;
  }

  private void write(StringBuilder out, Optional<String> defaultSource) {
    int start = out.length();
    if (importance != Percent.NONE || confidence != Percent.NONE) {
      writePercents(out, importance, confidence);
    }
    if (time.isPresent()) {
      space(out, start);
      out.append(time.get().compact());
    }
    if (!source.equals(defaultSource)) {
      space(out, start);
      out.append(source.orElse(NO_SOURCE));
    }
  }

  private static void space(StringBuilder out, int start) {
    if (out.length() > start) {
      out.append(' ');
    }
  }

  /** Writes {@code importance/confidence}. */
  static void writePercents(StringBuilder out, int importance, int confidence) {
    writePercent(out, importance);
    out.append('/');
    writePercent(out, confidence);
  }

  private static void writePercent(StringBuilder out, int percent) {
    if (percent != Percent.NONE) {
      out.append(percent);
    }
  }

  /** Writes 1 to 100 in two digits. */
  static void writeTwoDigits(StringBuilder out, int percent) {
    out.append((char) ('0' + percent / 10 % 10)).append((char) ('0' + percent % 10));
  }

  /** Reads 1 to 100 from two digits. */
  static int readTwoDigits(String digits) {
    int percent = Integer.parseInt(digits);
    return percent == 0 ? 100 : percent;
  }

  /** Where the words start in a text, or its length if it has none. */
  static int startIn(String text, int value) {
    int start = text.endsWith("]") ? text.lastIndexOf(" [") : -1;
    return start > value || (value < 0 && start >= 0) ? start : text.length();
  }

  /** Reads what {@link #write} wrote between the brackets. */
  static List<Metadata> parse(String words, Optional<String> defaultSource) {
    List<Metadata> all = new ArrayList<>();
    for (String group : words.split(";", -1)) {
      all.add(parseOne(group, defaultSource));
    }
    return all;
  }

  private static Metadata parseOne(String group, Optional<String> defaultSource) {
    int importance = Percent.NONE;
    int confidence = Percent.NONE;
    Optional<TimeText> time = Optional.empty();
    Optional<String> source = defaultSource;
    for (String word : group.isEmpty() ? new String[0] : group.split(" ", -1)) {
      int slash = word.indexOf('/');
      int digits = PlainText.endOfDigits(word, 0);
      if (digits == TIME_DIGITS || digits == DATE_AND_MICROS_DIGITS) {
        time = Optional.of(time(word));
      } else if (slash >= 0 && slash == digits) {
        importance = percent(word.substring(0, slash));
        confidence = percent(word.substring(slash + 1));
      } else if (word.equals(NO_SOURCE)) {
        source = Optional.empty();
      } else if (FactParts.isPlainSource(word)) {
        source = Optional.of(word);
      } else {
        throw new RowException(
            "'%s' is neither 'importance/confidence', a time yyMMddHHmmss nor a source. Use the text as it was rendered."
                .formatted(word));
      }
    }
    return new Metadata(importance, confidence, time, source);
  }

  static TimeText time(String compact) {
    try {
      return TimeText.parse(compact);
    } catch (DateTimeException broken) {
      throw new RowException(
          "'%s' is not a time yyMMddHHmmss. Use the text as it was rendered.".formatted(compact));
    }
  }

  static int percent(String text) {
    if (text.isEmpty()) {
      return Percent.NONE;
    }
    if (text.length() > 3
        || PlainText.endOfDigits(text, 0) < text.length()
        || Integer.parseInt(text) > 100) {
      throw new RowException(
          "'%s' is not a percentage from 0 to 100. Use the text as it was rendered."
              .formatted(text));
    }
    return Integer.parseInt(text);
  }
}
