package dev.cairn.json;

import java.math.BigInteger;

/**
 * A decimal number of any size: the sign, the digits from the first to the last that is not 0, and
 * the power of ten in front of which they stand. Unlike {@link java.math.BigDecimal} it has no
 * limit to its exponent, and comparing never expands one.
 *
 * @param exponent so that the amount is {@code 0.digits * 10^exponent}
 */
record Decimal(int sign, String digits, BigInteger exponent) implements Comparable<Decimal> {
  private static final Decimal ZERO = new Decimal(0, "", BigInteger.ZERO);

  /**
   * @param text a JSON number
   */
  static Decimal of(String text) {
    int start = text.charAt(0) == '-' ? 1 : 0;
    int end = Math.max(text.indexOf('e'), text.indexOf('E'));
    BigInteger exponent = BigInteger.ZERO;
    if (end >= 0) {
      int from = text.charAt(end + 1) == '+' ? end + 2 : end + 1;
      exponent = new BigInteger(text.substring(from));
    } else {
      end = text.length();
    }
    int dot = text.indexOf('.');
    int whole = dot < 0 ? end : dot;
    String all =
        dot < 0
            ? text.substring(start, end)
            : text.substring(start, dot) + text.substring(dot + 1, end);
    int first = 0;
    while (first < all.length() && all.charAt(first) == '0') {
      first++;
    }
    if (first == all.length()) {
      return ZERO;
    }
    int last = all.length();
    while (all.charAt(last - 1) == '0') {
      last--;
    }
    return new Decimal(
        start == 1 ? -1 : 1,
        all.substring(first, last),
        exponent.add(BigInteger.valueOf(whole - start - first)));
  }

  @Override
  public int compareTo(Decimal other) {
    if (sign != other.sign) {
      return Integer.compare(sign, other.sign);
    }
    int byExponent = exponent.compareTo(other.exponent);
    return sign * (byExponent != 0 ? byExponent : digits.compareTo(other.digits));
  }
}
