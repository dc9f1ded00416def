package dev.cairn.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Units {
  private Units() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Bytes with the unit that fits: 1,000 bytes are a kB. */
  static String bytes(long bytes) {
    if (bytes < 10_000) {
      return count(bytes) + " B";
    }
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%,.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  /** How much less {@code after} is than {@code before}: {@code −44.6 %}. */
  static String change(double before, double after) {
    if (before == 0) {
      return "";
    }
    double percent = 100 * (after - before) / before;
    return String.format(Locale.ROOT, "%s%.1f %%", percent < 0 ? "−" : "+", Math.abs(percent));
  }

  static String decimal(double number, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", number);
  }

  static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }

  /** A duration with the unit that fits. */
  static String nanos(double nanos) {
    if (nanos < 1e3) {
      return decimal(nanos, 0) + " ns";
    } else if (nanos < 1e6) {
      return decimal(nanos / 1e3, 1) + " µs";
    } else if (nanos < 1e9) {
      return decimal(nanos / 1e6, 1) + " ms";
    }
    return decimal(nanos / 1e9, 2) + " s";
  }
}
