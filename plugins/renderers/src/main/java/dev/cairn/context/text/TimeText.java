package dev.cairn.context.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A time as it was written, in fewer characters: {@code yyMMddHHmmss} and what followed the
 * seconds. A trailing {@code Z} is left out, and so is the point of six digits of microseconds
 * without a zone, which is how Python writes local times.
 *
 * @param date the day, in the years 2000 to 2099
 * @param clock {@code HHmmss}
 * @param rest nothing for {@code Z}, six digits for microseconds without a zone, {@value #LOCAL}
 *     for a time without fraction and zone, else the text itself
 */
record TimeText(LocalDate date, String clock, String rest) {
  private static final String LOCAL = "l";
  private static final int CENTURY = 2_000;
  private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
  private static final int DIGITS = 12;
  private static final int ORDINAL_DIGITS = 11;
  private static final int CLOCK_DIGITS = 6;
  private static final int MICROS_DIGITS = 6;

  /** A time that was written in a way that {@link #iso} gives back, else nothing. */
  static Optional<TimeText> of(String iso) {
    if (iso.length() < SHAPE.length() || !hasShape(iso)) {
      return Optional.empty();
    }
    Optional<String> rest = restOf(iso.substring(SHAPE.length()));
    if (rest.isEmpty() || number(iso, 0, 4) < CENTURY || number(iso, 0, 4) >= CENTURY + 100) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.of(number(iso, 0, 4), number(iso, 5, 2), number(iso, 8, 2));
      String clock = iso.substring(11, 13) + iso.substring(14, 16) + iso.substring(17, 19);
      return Optional.of(new TimeText(date, clock, rest.get()));
    } catch (DateTimeException notADay) {
      return Optional.empty();
    }
  }

  private static boolean hasShape(String iso) {
    for (int i = 0; i < SHAPE.length(); i++) {
      char wanted = SHAPE.charAt(i);
      char found = iso.charAt(i);
      if (wanted == 'd' ? !PlainText.isDigit(found) : wanted != found) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int start, int length) {
    return Integer.parseInt(text, start, start + length, 10);
  }

  private static Optional<String> restOf(String tail) {
    if (tail.equals("Z")) {
      return Optional.of("");
    }
    if (tail.isEmpty()) {
      return Optional.of(LOCAL);
    }
    if (tail.length() == MICROS_DIGITS + 1
        && tail.charAt(0) == '.'
        && PlainText.endOfDigits(tail, 1) == tail.length()) {
      return Optional.of(tail.substring(1));
    }
    return isWritable(tail) ? Optional.of(tail) : Optional.empty();
  }

  /** Whether the rest of a time stands out from the digits before it and what comes after it. */
  private static boolean isWritable(String rest) {
    if (".+-Z".indexOf(rest.charAt(0)) < 0) {
      return false;
    }
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (!PlainText.isDigit(c) && ".:+-Z".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The time as it was written. */
  String iso() {
    String tail = rest;
    if (rest.isEmpty()) {
      tail = "Z";
    } else if (rest.equals(LOCAL)) {
      tail = "";
    } else if (PlainText.isDigit(rest.charAt(0))) {
      tail = "." + rest;
    }
    return date
        + "T"
        + clock.substring(0, 2)
        + ":"
        + clock.substring(2, 4)
        + ":"
        + clock.substring(4)
        + tail;
  }

  /** {@code yyMMddHHmmss} and the rest. */
  String compact() {
    StringBuilder text = new StringBuilder(DIGITS + rest.length());
    writeDigits(text, date.getYear() - CENTURY, 2);
    writeDigits(text, date.getMonthValue(), 2);
    writeDigits(text, date.getDayOfMonth(), 2);
    return text.append(clock).append(rest).toString();
  }

  /** {@code yyDDDHHmmss}, where {@code DDD} is the day of the year (ISO 8601), and the rest. */
  String ordinal() {
    StringBuilder text = new StringBuilder(ORDINAL_DIGITS + rest.length());
    writeDigits(text, date.getYear() - CENTURY, 2);
    writeDigits(text, date.getDayOfYear(), 3);
    return text.append(clock).append(rest).toString();
  }

  static void writeDigits(StringBuilder out, int number, int digits) {
    for (int unit = (int) Math.pow(10, digits - 1.0); unit > 0; unit /= 10) {
      out.append((char) ('0' + number / unit % 10));
    }
  }

  /**
   * Reads what {@link #ordinal} wrote.
   *
   * @throws DateTimeException if it is not a time
   */
  static TimeText parseOrdinal(String ordinal) {
    if (PlainText.endOfDigits(ordinal, 0) < ORDINAL_DIGITS) {
      throw new DateTimeException("11 digits yyDDDHHmmss were expected");
    }
    return new TimeText(
        LocalDate.ofYearDay(CENTURY + number(ordinal, 0, 2), number(ordinal, 2, 3)),
        ordinal.substring(ORDINAL_DIGITS - CLOCK_DIGITS, ORDINAL_DIGITS),
        requireRest(ordinal.substring(ORDINAL_DIGITS)));
  }

  /**
   * Reads what {@link #compact} wrote.
   *
   * @throws DateTimeException if it is not a time
   */
  static TimeText parse(String compact) {
    if (PlainText.endOfDigits(compact, 0) < DIGITS) {
      throw new DateTimeException("12 digits yyMMddHHmmss were expected");
    }
    LocalDate date =
        LocalDate.of(CENTURY + number(compact, 0, 2), number(compact, 2, 2), number(compact, 4, 2));
    return new TimeText(
        date, compact.substring(CLOCK_DIGITS, DIGITS), requireRest(compact.substring(DIGITS)));
  }

  /**
   * @throws DateTimeException if {@code rest} cannot follow the seconds of a time
   */
  static String requireRest(String rest) {
    boolean micros =
        rest.length() == MICROS_DIGITS && PlainText.endOfDigits(rest, 0) == MICROS_DIGITS;
    if (rest.isEmpty() || rest.equals(LOCAL) || micros || isWritable(rest)) {
      return rest;
    }
    throw new DateTimeException("Z, microseconds or an offset were expected after the seconds");
  }
}
