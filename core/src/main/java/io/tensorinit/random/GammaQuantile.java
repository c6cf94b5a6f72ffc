package io.tensorinit.random;

/**
 * The quantile of the gamma distribution of scale 1: the x at which the incomplete gamma ratio
 * {@code P(a, x)} is v, or {@code Q(a, x) = 1 - P(a, x)} is 1 - v, whichever is smaller.
 *
 * <p>The ratios are a series and a continued fraction. ln P and ln Q are concave in ln x, so
 * Newton's method in ln x, begun at a bound of the root, comes to it from one side; the last step
 * is far below a double's precision.
 *
 * <p>Sources: F. W. J. Olver and others (2010), NIST Handbook of Mathematical Functions, sections
 * 8.7 and 8.9; B. Laurent, P. Massart (2000), Adaptive estimation of a quadratic functional by
 * model selection, lemma 1 (the bound of the upper tail).
 */
final class GammaQuantile {
  /** The largest shape: the series takes the more terms the larger it is. */
  static final double LARGEST_SHAPE = 1e5;

  /** Up to here x^a and Gamma(a + 1) are formed by themselves. */
  private static final double PLAIN_UP_TO = 20;

  /** Smaller densities are taken as logarithms. */
  private static final double FAR_BELOW = 1e-200;

  private static final double LAST_STEP = 1e-9;
  private static final int MOST_STEPS = 200;
  private static final int FEWEST_TERMS = 16;
  private static final int MOST_TERMS = 20_000;

  private final double shape;
  private final double gammaOfNext;
  private final double stirling;

  /**
   * Prepares a shape.
   *
   * @param shape the shape a, above 0 and at most {@link #LARGEST_SHAPE}
   */
  GammaQuantile(double shape) {
    this.shape = shape;
    boolean plain = shape <= PLAIN_UP_TO;
    this.gammaOfNext = plain ? GammaFunctions.gamma(shape + 1) : Double.NaN;
    this.stirling =
        plain
            ? Double.NaN
            : StrictMath.exp(-GammaFunctions.stirlingRest(shape)) / Math.sqrt(2 * Math.PI * shape);
  }

  /**
   * The quantile.
   *
   * @param v the probability
   * @param complement 1 - v
   * @return the quantile, 0 where it underflows
   */
  double at(double v, double complement) {
    boolean lower = v < complement;
    double wanted = lower ? v : complement;
    double x = lower ? below(v) : above(complement);
    for (int step = 0; step < MOST_STEPS && x > 0; step++) {
      double density = density(x);
      double change;
      if (density < FAR_BELOW) {
        change = farChange(x, wanted, lower);
      } else {
        double tail = lower ? lower(x, density) : upper(x, density);
        change = StrictMath.log(wanted / tail) * tail / (shape * density);
      }
      x *= StrictMath.exp(lower ? change : -change);
      if (Math.abs(change) < LAST_STEP) {
        break;
      }
    }
    return x;
  }

  /** The step where the density underflows: by logarithms, which far from the root are enough. */
  private double farChange(double x, double wanted, boolean lower) {
    double lnDensity =
        shape <= PLAIN_UP_TO
            ? shape * StrictMath.log(x) - x - StrictMath.log(gammaOfNext)
            : StrictMath.log(stirling) - GammaFunctions.deviance(shape, x);
    double ratio = lower ? series(x) / shape : fraction(x);
    return (StrictMath.log(wanted) - lnDensity - StrictMath.log(shape * ratio)) * ratio;
  }

  /** A bound from below: P(a, x) is at most x^a / Gamma(a + 1). */
  private double below(double v) {
    if (shape <= PLAIN_UP_TO) {
      return StrictMath.pow(v * gammaOfNext, 1 / shape);
    }
    double lnGammaOfNext =
        (shape + 0.5) * StrictMath.log(shape)
            - shape
            + 0.5 * StrictMath.log(2 * Math.PI)
            + GammaFunctions.stirlingRest(shape);
    return StrictMath.exp((StrictMath.log(v) + lnGammaOfNext) / shape);
  }

  /** A bound from above: beyond it lies at most e^-l, l = -ln(complement). */
  private double above(double complement) {
    double l = -StrictMath.log(complement);
    return shape + Math.sqrt(2 * shape * l) + l;
  }

  /** x^a e^-x / Gamma(a + 1): the density times x / a. */
  private double density(double x) {
    return shape <= PLAIN_UP_TO
        ? StrictMath.pow(x, shape) * StrictMath.exp(-x) / gammaOfNext
        : stirling * StrictMath.exp(-GammaFunctions.deviance(shape, x));
  }

  private double lower(double x, double density) {
    return x < shape + 1 ? density * series(x) : 1 - shape * density * fraction(x);
  }

  private double upper(double x, double density) {
    return x < shape + 1 ? 1 - density * series(x) : shape * density * fraction(x);
  }

  /** 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ...; times the density it is P. */
  private double series(double x) {
    double term = 1;
    double sum = 1;
    for (int n = 1; n < MOST_TERMS; n++) {
      term *= x / (shape + n);
      double next = sum + term;
      if (next == sum) {
        break;
      }
      sum = next;
    }
    return sum;
  }

  /**
   * 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - ...)); times a density it is Q. From the far end,
   * where no rounding error grows, and of twice as many terms until that changes nothing.
   */
  private double fraction(double x) {
    double last = 0;
    for (int terms = FEWEST_TERMS; terms < MOST_TERMS; terms *= 2) {
      double value = x + 1 - shape + 2 * terms;
      for (int n = terms; n > 0; n--) {
        value = x - 1 - shape + 2 * n - n * (n - shape) / value;
      }
      if (Math.abs(value - last) <= Math.ulp(value)) {
        return 1 / value;
      }
      last = value;
    }
    return 1 / last;
  }
}
