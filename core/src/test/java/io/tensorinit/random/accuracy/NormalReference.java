package io.tensorinit.random.accuracy;

/**
 * The normal distribution in about 30 digits, by textbook expansions: the reference of the accuracy
 * programs. It shares no coefficient with the code it judges.
 *
 * <p>Source: M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions" (1964), 26.2.11 (the
 * series around 0) and 26.2.14 (the continued fraction).
 */
public final class NormalReference {
  private static final double SERIES_UP_TO = 2.5;

  /** The density from here on is below the smallest double. */
  private static final double UNDERFLOWS_FROM = 40;

  private static final int FRACTION_DEPTH = 220;

  private NormalReference() {}

  /**
   * The density.
   *
   * @param z a point
   * @return exp(-z^2/2) / sqrt(2 pi)
   */
  public static DoubleDouble density(double z) {
    if (Math.abs(z) >= UNDERFLOWS_FROM) {
      return DoubleDouble.of(0);
    }
    DoubleDouble square = DoubleDouble.of(z).times(z);
    return square.times(-0.5).exp().over(DoubleDouble.SQRT_2_PI);
  }

  /**
   * The probability between 0 and a point, by the series z + z^3/3 + z^5/15 + ...
   *
   * @param z a point
   * @return Phi(z) - 1/2, of z's sign
   */
  public static DoubleDouble centre(double z) {
    if (Math.abs(z) > SERIES_UP_TO) {
      DoubleDouble half = DoubleDouble.of(0.5).minus(upperTail(Math.abs(z)));
      return z < 0 ? half.negated() : half;
    }
    DoubleDouble square = DoubleDouble.of(z).times(z);
    DoubleDouble term = DoubleDouble.of(z);
    DoubleDouble sum = term;
    for (int n = 3; Math.abs(term.high()) > 1e-34 * Math.abs(sum.high()); n += 2) {
      term = term.times(square).over(DoubleDouble.of(n));
      sum = sum.plus(term);
    }
    return sum.times(density(z));
  }

  /**
   * The probability above a point.
   *
   * @param z a point; +infinity gives 0, -infinity 1
   * @return 1 - Phi(z)
   */
  public static DoubleDouble upperTail(double z) {
    if (z >= UNDERFLOWS_FROM) {
      return DoubleDouble.of(0);
    }
    if (z < -SERIES_UP_TO) {
      return DoubleDouble.ONE.minus(upperTail(-z));
    }
    if (z <= SERIES_UP_TO) {
      return DoubleDouble.of(0.5).minus(centre(z));
    }
    DoubleDouble fraction = DoubleDouble.of(z);
    for (int n = FRACTION_DEPTH; n >= 1; n--) {
      fraction = DoubleDouble.of(n).over(fraction).plus(z);
    }
    return density(z).over(fraction);
  }

  /**
   * The quantile function around a probability below 1/2, by Taylor's series: with {@code f} the
   * density, {@code z' = 1/f} and the n-th derivative is {@code P_n(z) / f^n}, {@code P_1 = 1,
   * P_(n+1) = P_n' + n z P_n}.
   */
  public static final class QuantileSeries {
    private static final int DEGREE = 7;

    private final double[] coefficients = new double[DEGREE + 1];

    /**
     * The series around a probability.
     *
     * @param tail the probability, below 1/2
     * @param centre 1/2 less the probability
     * @param guess the quantile, to a few digits
     */
    public QuantileSeries(DoubleDouble tail, DoubleDouble centre, double guess) {
      double distance = -guess;
      for (int step = 0; step < 3; step++) {
        distance -=
            distance > 1
                ? errorOfUpperQuantile(distance, tail)
                : errorOfCentralQuantile(distance, centre);
      }
      double z = -distance;
      double slope = 1 / density(z).high();
      double[] polynomial = {1};
      double power = 1;
      coefficients[0] = z;
      for (int n = 1; n <= DEGREE; n++) {
        power *= slope / n;
        double value = 0;
        for (int i = polynomial.length - 1; i >= 0; i--) {
          value = value * z + polynomial[i];
        }
        coefficients[n] = value * power;
        double[] next = new double[polynomial.length + 1];
        for (int i = 0; i < polynomial.length; i++) {
          next[i + 1] += n * polynomial[i];
          if (i > 0) {
            next[i - 1] += i * polynomial[i];
          }
        }
        polynomial = next;
      }
    }

    /**
     * The quantile at a probability nearby.
     *
     * @param more how much larger the probability is; up to a thousandth of it and of its distance
     *     from 1/2
     * @return the quantile, to about an ulp of double
     */
    public double at(double more) {
      double sum = 0;
      for (int n = DEGREE; n >= 0; n--) {
        sum = sum * more + coefficients[n];
      }
      return sum;
    }
  }

  /**
   * How far a candidate lies from a quantile, to first order.
   *
   * @param z the candidate for the point above which the probability is {@code tail}
   * @param tail the probability above the true point, at most about 0.6
   * @return z minus the true point
   */
  public static double errorOfUpperQuantile(double z, DoubleDouble tail) {
    DoubleDouble excess = tail.minus(upperTail(z));
    return excess.over(density(z)).high();
  }

  /**
   * How far a candidate lies from a quantile, to first order.
   *
   * @param z the candidate for the point to which the probability from 0 is {@code centre}
   * @param centre the probability between 0 and the true point, of its sign
   * @return z minus the true point
   */
  public static double errorOfCentralQuantile(double z, DoubleDouble centre) {
    return centre(z).minus(centre).over(density(z)).high();
  }
}
