package io.tensorinit.random;

/**
 * The gamma function and what is left of its logarithm beside Stirling's formula, in double, for
 * the quantiles of the gamma and beta distributions.
 *
 * <p>Sources: F. W. J. Olver and others (2010), NIST Handbook of Mathematical Functions, section
 * 5.11; C. Loader (2000), Fast and accurate computation of binomial probabilities.
 */
final class GammaFunctions {
  /** From here on six terms of Stirling's series reach a double's last bit. */
  private static final double STIRLING_FROM = 16;

  /** The deviance is summed where x and its mean differ by less than this share of their sum. */
  private static final double SUMMED_WITHIN = 0.1;

  /** B(2k) / (2k (2k - 1)), of Stirling's series in 1 / z. */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360
  };

  private GammaFunctions() {}

  /**
   * Gamma(z) for z in (0, 140].
   *
   * @param z above 0
   * @return the value, within about 10 ulp
   */
  static double gamma(double z) {
    double product = 1;
    double shifted = z;
    while (shifted < STIRLING_FROM) {
      product *= shifted;
      shifted++;
    }
    // z^z and e^-z apart, as either is within an ulp and the power of a quotient is not
    return Math.sqrt(2 * Math.PI / shifted)
        * StrictMath.pow(shifted, shifted)
        * StrictMath.exp(-shifted)
        * StrictMath.exp(series(shifted))
        / product;
  }

  private static double series(double z) {
    return Polynomial.at(1 / (z * z), STIRLING) / z;
  }

  /**
   * ln(Gamma(z + 1)) less Stirling's {@code (z + 1/2) ln z - z + ln(2 pi) / 2}.
   *
   * @param z above 0
   * @return the rest
   */
  static double stirlingRest(double z) {
    if (z >= STIRLING_FROM) {
      return series(z);
    }
    double stirling = Math.sqrt(2 * Math.PI * z) * StrictMath.pow(z, z) * StrictMath.exp(-z);
    return StrictMath.log(z * gamma(z) / stirling);
  }

  /**
   * Half the deviance of Poisson's distribution, {@code x ln(x / mean) + mean - x}, without the
   * cancellation near x = mean.
   *
   * @param x above 0
   * @param mean above 0
   * @return the value, 0 or more
   */
  static double deviance(double x, double mean) {
    double difference = x - mean;
    if (Math.abs(difference) >= SUMMED_WITHIN * (x + mean)) {
      return x * StrictMath.log(x / mean) + mean - x;
    }
    // with w = (x - mean) / (x + mean): (x - mean) w + 2 x (w^3 / 3 + w^5 / 5 + ...)
    double w = difference / (x + mean);
    double sum = difference * w;
    double power = 2 * x * w;
    for (int k = 1; ; k++) {
      power *= w * w;
      double next = sum + power / (2 * k + 1);
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
  }
}
