package io.tensorinit.cli;

import io.tensorinit.tensor.Shape;
import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as they are printed, the same in every locale. */
final class NumberText {
  /** Stands for a number that does not exist. */
  static final String NONE = "-";

  private static final MathContext DIGITS = new MathContext(4);
  private static final double[] POWERS = {1, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  private static final double LEAST_SCALED = 1000;
  private static final double MOST_SCALED = 9999;
  private static final double NEAR_A_HALF = 1e-9;
  private static final int LEAST_PLAIN_EXPONENT = -4;
  private static final int MOST_PLAIN_EXPONENT = 7;

  private NumberText() {}

  /** A count with separators of thousands: {@code 124,439,808}. */
  static String count(long number) {
    String digits = Long.toString(number);
    int first = number < 0 ? 1 : 0;
    StringBuilder grouped = new StringBuilder(digits);
    for (int at = digits.length() - 3; at > first; at -= 3) {
      grouped.insert(at, ',');
    }
    return grouped.toString();
  }

  /** A count of things: {@code 1 tensor}, {@code 148 tensors}. */
  static String counted(long number, String thing) {
    return count(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** A fan, which is whole except under a convention that divides. */
  static String fan(double number) {
    return number == (long) number ? count((long) number) : value(number);
  }

  /** A value to four digits, a dash where there is none: {@code 0.02}, {@code 1.25E-9}. */
  static String value(double number) {
    if (Double.isNaN(number)) {
      return NONE;
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded = rounded(number).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    boolean plain = exponent >= LEAST_PLAIN_EXPONENT && exponent < MOST_PLAIN_EXPONENT;
    return plain ? rounded.toPlainString() : rounded.toString();
  }

  /**
   * To four digits, halves away from zero. Most numbers are scaled to four digits before the point,
   * which is exact to 1e-12; where that could decide a half, and beyond, all digits are looked at.
   */
  private static BigDecimal rounded(double number) {
    double magnitude = Math.abs(number);
    int scale = 0;
    while (scale < POWERS.length - 1 && magnitude * POWERS[scale] < LEAST_SCALED) {
      scale++;
    }
    double scaled = magnitude * POWERS[scale];
    double place = scaled - Math.floor(scaled);
    if (scaled < LEAST_SCALED || scaled >= MOST_SCALED || Math.abs(place - 1.0 / 2) < NEAR_A_HALF) {
      return new BigDecimal(number).round(DIGITS);
    }
    long digits = (long) Math.floor(scaled + 1.0 / 2);
    return BigDecimal.valueOf(number < 0 ? -digits : digits, scale);
  }

  /** Sizes without blanks: {@code 768x2304}, {@code scalar} for none. */
  static String shape(Shape shape) {
    if (shape.rank() == 0) {
      return "scalar";
    }
    String sizes = shape.toString().replace(", ", "x");
    return sizes.substring(1, sizes.length() - 1);
  }
}
