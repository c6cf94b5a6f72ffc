package io.tensorinit.random.accuracy;

/**
 * A number as the exact sum of two doubles, about 106 bits: the arithmetic of the references.
 *
 * <p>Source: T. J. Dekker, "A Floating-Point Technique for Extending the Available Precision",
 * Numerische Mathematik 18 (1971).
 *
 * @param high the number rounded to double
 * @param low the rest
 */
public record DoubleDouble(double high, double low) {
  /** One. */
  public static final DoubleDouble ONE = of(1);

  /** The natural logarithm of 2. */
  public static final DoubleDouble LN2 =
      new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);

  /** The square root of 2 pi. */
  public static final DoubleDouble SQRT_2_PI =
      new DoubleDouble(0x1.40d931ff62706p+1, -0x1.a6a0d6f814637p-53);

  /**
   * A double, exactly.
   *
   * @param value the number
   * @return the same
   */
  public static DoubleDouble of(double value) {
    return new DoubleDouble(value, 0);
  }

  private static DoubleDouble fastSum(double big, double small) {
    double sum = big + small;
    return new DoubleDouble(sum, small - (sum - big));
  }

  /**
   * Adds.
   *
   * @param other what to add
   * @return the sum
   */
  public DoubleDouble plus(DoubleDouble other) {
    double sum = high + other.high;
    double part = sum - high;
    double error = (high - (sum - part)) + (other.high - part);
    return fastSum(sum, error + low + other.low);
  }

  /**
   * Adds a double.
   *
   * @param other what to add
   * @return the sum
   */
  public DoubleDouble plus(double other) {
    return plus(of(other));
  }

  /**
   * Changes the sign.
   *
   * @return minus this
   */
  public DoubleDouble negated() {
    return new DoubleDouble(-high, -low);
  }

  /**
   * Subtracts.
   *
   * @param other what to subtract
   * @return the difference
   */
  public DoubleDouble minus(DoubleDouble other) {
    return plus(other.negated());
  }

  /**
   * Multiplies.
   *
   * @param other the other factor
   * @return the product
   */
  public DoubleDouble times(DoubleDouble other) {
    double product = high * other.high;
    double error = Math.fma(high, other.high, -product);
    return fastSum(product, error + (high * other.low + low * other.high));
  }

  /**
   * Multiplies by a double.
   *
   * @param other the other factor
   * @return the product
   */
  public DoubleDouble times(double other) {
    return times(of(other));
  }

  /**
   * Divides.
   *
   * @param other the divisor
   * @return the quotient
   */
  public DoubleDouble over(DoubleDouble other) {
    double first = high / other.high;
    DoubleDouble rest = minus(other.times(first));
    double second = rest.high / other.high;
    rest = rest.minus(other.times(second));
    return fastSum(first, second).plus(rest.high / other.high);
  }

  /**
   * The exponential function, by 2^k times the tenth squaring of a Taylor series.
   *
   * @return e to the power of this
   */
  public DoubleDouble exp() {
    double k = Math.rint(high / LN2.high);
    DoubleDouble r = minus(LN2.times(k)).times(0x1p-10);
    DoubleDouble term = r;
    DoubleDouble sum = r;
    for (int n = 2; n <= 10; n++) {
      term = term.times(r).over(of(n));
      sum = sum.plus(term);
    }
    // exp(2r) - 1 = s (2 + s): squaring the difference from 1 loses nothing
    for (int i = 0; i < 10; i++) {
      sum = sum.times(sum.plus(2));
    }
    DoubleDouble result = sum.plus(1);
    int exponent = (int) k;
    return new DoubleDouble(Math.scalb(result.high, exponent), Math.scalb(result.low, exponent));
  }

  /**
   * The natural logarithm, by one step of Newton's method from StrictMath's.
   *
   * @return the logarithm of this
   */
  public DoubleDouble log() {
    DoubleDouble guess = of(StrictMath.log(high));
    DoubleDouble ratio = times(guess.negated().exp()).plus(-1);
    return guess.plus(ratio).minus(ratio.times(ratio).times(0.5));
  }
}
