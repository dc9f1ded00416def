package dev.cairn.s3.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures beside their bounds, and beside what one object for each record costs. */
final class RequestTable {
  private final List<String> lines = new ArrayList<>();
  private final List<String> misses = new ArrayList<>();

  /**
   * Adds a figure.
   *
   * @param most what it may be; not a number if there is no bound
   * @param plain what one object for each record costs
   * @param legacy what the layout costs that this replaces
   */
  void row(String what, double figure, double most, String plain, String legacy) {
    String bound = Double.isNaN(most) ? "" : format(most);
    lines.add("| %s | %s | %s | %s | %s |".formatted(what, format(figure), bound, plain, legacy));
    if (figure > most) {
      misses.add(what);
    }
  }

  private static String format(double figure) {
    return figure == Math.rint(figure)
        ? String.format(Locale.ROOT, "%,.0f", figure)
        : String.format(Locale.ROOT, figure < 0.01 ? "%.5f" : "%.3f", figure);
  }

  List<String> misses() {
    return misses;
  }

  void print() {
    System.out.println("| | this | must be at most | one object each | legacy layout |");
    System.out.println("| --- | --- | --- | --- | --- |");
    lines.forEach(System.out::println);
  }
}
