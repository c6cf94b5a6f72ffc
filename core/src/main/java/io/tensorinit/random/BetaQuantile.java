package io.tensorinit.random;

/**
 * The quantile of the beta distribution as odds, r = x / (1 - x), which tell x and 1 - x with all
 * their digits: where the incomplete beta ratio {@code I_x(a, b)} is v, or its complement 1 - v,
 * whichever is smaller.
 *
 * <p>The ratio is a continued fraction. Its logarithm and that of its complement are concave in ln
 * r, so Newton's method in ln r, begun at a bound of the root, comes to it from one side.
 *
 * <p>Sources: F. W. J. Olver and others (2010), NIST Handbook of Mathematical Functions, section
 * 8.17; C. Loader (2000), Fast and accurate computation of binomial probabilities.
 */
final class BetaQuantile {
  /** The largest shape. */
  static final double LARGEST_SHAPE = 1e5;

  /** Up to here powers and gamma functions are formed by themselves. */
  private static final double PLAIN_UP_TO = 20;

  /** Smaller densities are taken as logarithms. */
  private static final double FAR_BELOW = 1e-200;

  private static final double LAST_STEP = 1e-9;
  private static final int MOST_STEPS = 200;
  private static final int FEWEST_TERMS = 8;
  private static final int MOST_TERMS = 20_000;

  private final double a;
  private final double b;
  private final boolean plain;

  /** Of the density: 1 / B(a, b), or what Stirling's formula leaves of it. */
  private final double constant;

  /**
   * Prepares the shapes.
   *
   * @param a the exponent of x, above 0 and at most {@link #LARGEST_SHAPE}
   * @param b the exponent of 1 - x, likewise
   */
  BetaQuantile(double a, double b) {
    this.a = a;
    this.b = b;
    this.plain = Math.max(a, b) <= PLAIN_UP_TO;
    this.constant =
        plain
            ? GammaFunctions.gamma(a + b) / GammaFunctions.gamma(a) / GammaFunctions.gamma(b)
            : StrictMath.exp(
                    GammaFunctions.stirlingRest(a + b)
                        - GammaFunctions.stirlingRest(a)
                        - GammaFunctions.stirlingRest(b))
                * Math.sqrt(a / (a + b) * b / (2 * Math.PI));
  }

  /**
   * The quantile's odds.
   *
   * @param v the probability
   * @param complement 1 - v
   * @return x / (1 - x), 0 or infinite where that under- or overflows
   */
  double odds(double v, double complement) {
    boolean lower = v < complement;
    double wanted = lower ? v : complement;
    double odds = lower ? below(v, a) : 1 / below(complement, b);
    for (int step = 0; step < MOST_STEPS && odds > 0 && odds < Double.POSITIVE_INFINITY; step++) {
      double density = density(odds);
      double change;
      if (density < FAR_BELOW) {
        change = farChange(odds, wanted, lower);
      } else {
        double tail = tail(odds, density, lower);
        change = StrictMath.log(wanted / tail) * tail / density;
      }
      odds *= StrictMath.exp(lower ? change : -change);
      if (Math.abs(change) < LAST_STEP) {
        break;
      }
    }
    return odds;
  }

  /** The step where the density underflows: by logarithms, which far from the root are enough. */
  private double farChange(double odds, double wanted, boolean lower) {
    double x = odds / (1 + odds);
    double rest = 1 / (1 + odds);
    double lnDensity =
        StrictMath.log(constant)
            + (plain
                ? a * StrictMath.log(x) + b * StrictMath.log(rest)
                : -GammaFunctions.deviance(a, (a + b) * x)
                    - GammaFunctions.deviance(b, (a + b) * rest));
    double ratio = lower ? fraction(a, b, x) / a : fraction(b, a, rest) / b;
    return (StrictMath.log(wanted) - lnDensity - StrictMath.log(ratio)) * ratio;
  }

  /** A bound: the ratio is at most r^a / (a B(a, b)). */
  private double below(double probability, double exponent) {
    double other = a + b - exponent;
    if (plain) {
      return StrictMath.pow(probability * exponent / constant, 1 / exponent);
    }
    double lnBeta =
        exponent * StrictMath.log(exponent / (a + b))
            + other * StrictMath.log(other / (a + b))
            - StrictMath.log(constant);
    return StrictMath.exp(
        (StrictMath.log(probability) + StrictMath.log(exponent) + lnBeta) / exponent);
  }

  /** x^a (1 - x)^b / B(a, b): the density of ln r. */
  private double density(double odds) {
    double x = odds / (1 + odds);
    double rest = 1 / (1 + odds);
    return plain
        ? constant * StrictMath.pow(x, a) * StrictMath.pow(rest, b)
        : constant
            * StrictMath.exp(
                -GammaFunctions.deviance(a, (a + b) * x)
                    - GammaFunctions.deviance(b, (a + b) * rest));
  }

  private double tail(double odds, double density, boolean lower) {
    double x = odds / (1 + odds);
    double rest = 1 / (1 + odds);
    boolean left = x * (a + b + 2) < a + 1;
    double near = left ? density / a * fraction(a, b, x) : density / b * fraction(b, a, rest);
    return left == lower ? near : 1 - near;
  }

  /**
   * The continued fraction of I_x(p, q) over x^p (1 - x)^q / (p B): from the far end, where no
   * rounding error grows, and of twice as many terms until that changes nothing.
   */
  private static double fraction(double p, double q, double x) {
    double last = 0;
    for (int terms = FEWEST_TERMS; terms < MOST_TERMS; terms *= 2) {
      double value = 1;
      for (int m = terms; m > 0; m--) {
        double odd = (p + m) * (p + q + m) * x / ((p + 2 * m) * (p + 2 * m + 1));
        double even = m * (q - m) * x / ((p + 2 * m - 1) * (p + 2 * m));
        value = 1 + even / (1 - odd / value);
      }
      value = 1 - (p + q) * x / ((p + 1) * value);
      if (Math.abs(value - last) <= Math.ulp(value)) {
        return 1 / value;
      }
      last = value;
    }
    return 1 / last;
  }
}
