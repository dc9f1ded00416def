package dev.cairn.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines up text in columns; numbers to the right. Not thread-safe. */
final class Table {
  private static final String GAP = "  ";
  private static final int MAX_BAR = 28;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    this.header = List.of(header);
  }

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** A bar as long as {@code part} is of {@code whole}. */
  static String bar(double part, double whole) {
    int eighths = (int) Math.round(8 * MAX_BAR * Math.clamp(part / whole, 0, 1));
    String full = "█".repeat(eighths / 8);
    int rest = eighths % 8;
    return rest == 0 ? full : full + "▏▎▍▌▋▊▉".charAt(rest - 1);
  }

  List<String> lines() {
    int[] widths = new int[header.size()];
    boolean[] numeric = new boolean[header.size()];
    Arrays.fill(numeric, true);
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
        numeric[i] &= row.get(i).isEmpty() || isNumber(row.get(i));
      }
    }
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], width(header.get(i)));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths, numeric));
    for (List<String> row : rows) {
      lines.add(line(row, widths, numeric));
    }
    return lines;
  }

  private static boolean isNumber(String cell) {
    char first = cell.charAt(0);
    return Character.isDigit(first) || first == '-' || first == '−' || first == '+';
  }

  private static String line(List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String space = " ".repeat(Math.max(0, widths[i] - width(cells.get(i))));
      line.append(i == 0 ? "" : GAP);
      line.append(numeric[i] ? space + cells.get(i) : cells.get(i) + space);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePoints().map(Table::columns).sum();
  }

  /** East Asian wide characters and emoji take two columns. */
  private static int columns(int codePoint) {
    boolean wide =
        (codePoint >= 0x1100 && codePoint <= 0x115F)
            || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
            || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
            || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
            || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
            || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF);
    return wide ? 2 : 1;
  }
}
