package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;

/** A picture of horizontal bars as SVG 1.1, for light and dark pages. Not thread-safe. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 210;
  private static final int NOTES = 150;
  private static final int ROW = 26;
  private static final int BAR = 16;
  private static final int TOP = 64;
  private static final int BOTTOM = 16;
  private static final String PLAIN = "#8d99ae";
  private static final String MARKED = "#2a9d8f";

  private record Bar(String label, double value, String note, boolean marked) {}

  private final String title;
  private final String subtitle;
  private final List<Bar> bars = new ArrayList<>();

  BarChart(String title, String subtitle) {
    this.title = title;
    this.subtitle = subtitle;
  }

  /**
   * Adds a bar.
   *
   * @param value 0 or more
   * @param note what stands behind the value
   */
  BarChart bar(String label, double value, String note, boolean marked) {
    bars.add(new Bar(label, value, note, marked));
    return this;
  }

  String svg() {
    int height = TOP + ROW * bars.size() + BOTTOM;
    double longest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <g font-family="system-ui, sans-serif" font-size="13" fill="#1d3557">
        <text x="16" y="28" font-size="18" font-weight="600">%s</text>
        <text x="16" y="48" fill="#6c757d">%s</text>
        """
            .formatted(
                WIDTH, height, WIDTH, height, escape(title), escape(title), escape(subtitle)));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double length = longest > 0 ? (WIDTH - LABELS - NOTES) * bar.value() / longest : 0;
      int y = TOP + ROW * i;
      svg.append(
          """
          <text x="%d" y="%d" text-anchor="end">%s</text>
          <rect x="%d" y="%d" width="%s" height="%d" rx="2" fill="%s"/>
          <text x="%s" y="%d" font-weight="600">%s<tspan dx="6" font-weight="400" fill="#6c757d">%s</tspan></text>
          """
              .formatted(
                  LABELS - 10,
                  y + BAR - 3,
                  escape(bar.label()),
                  LABELS,
                  y,
                  Units.decimal(length, 1),
                  BAR,
                  bar.marked() ? MARKED : PLAIN,
                  Units.decimal(LABELS + length + 8, 1),
                  y + BAR - 3,
                  Units.decimal(bar.value(), 1),
                  escape(bar.note())));
    }
    return svg.append("</g>\n</svg>\n").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
