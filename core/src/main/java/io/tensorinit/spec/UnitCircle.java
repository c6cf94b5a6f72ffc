package io.tensorinit.spec;

/**
 * Cosine and sine of rational parts of a full turn, exact where the true value is 0, 1 or -1, and
 * symmetric. The fraction is reduced in integers, so large angles lose no digits.
 *
 * <p>Source: M. Abramowitz, I. A. Stegun (1964), Handbook of Mathematical Functions, section 4.3.
 */
final class UnitCircle {
  private UnitCircle() {}

  /** cos(2 pi part / whole), {@code whole} above 0. */
  static double cos(long part, long whole) {
    // folded to 0..1/2 of a turn, then to the quarter turn in which cosine or sine is small
    long p = Math.floorMod(part, whole);
    p = Math.min(p, whole - p);
    boolean far = 4 * p > whole;
    long q = far ? whole - 2 * p : 2 * p;
    double value = quarter(q, whole);
    return far ? -value : value;
  }

  /** sin(2 pi part / whole), {@code whole} above 0. */
  static double sin(long part, long whole) {
    return cos(4 * Math.floorMod(part, whole) - whole, 4 * whole);
  }

  /** cos(pi q / whole) for 0 <= 2 q <= whole. */
  private static double quarter(long q, long whole) {
    if (2 * q == whole) {
      return 0;
    }
    return 4 * q <= whole
        ? StrictMath.cos(StrictMath.PI * q / whole)
        : StrictMath.sin(StrictMath.PI * (whole - 2 * q) / (2.0 * whole));
  }
}
