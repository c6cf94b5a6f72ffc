package io.tensorinit.random;

import java.util.Arrays;

/**
 * The binomial distribution: how many of {@code trials} independent trials succeed, each with
 * probability {@code p}.
 *
 * <p>Probabilities come from the ratio of neighbours, {@code p(k+1) / p(k) = (n - k) / (k + 1) p /
 * (1 - p)}, followed from the mode both ways and normalized, so none is a difference. Counts whose
 * probability is below 2^-60 of the mode's, which no 32-bit word can tell from 0, are left out.
 */
public final class Binomial {
  private static final double NEGLIGIBLE = 0x1p-60;

  private final int first;
  private final double[] probabilities;

  private Binomial(int first, double[] probabilities) {
    this.first = first;
    this.probabilities = probabilities;
  }

  /**
   * The distribution.
   *
   * @param trials the number of trials n, 0 to 1,000,000,000
   * @param p the probability of success, in [0, 1]
   * @return its probabilities
   * @throws IllegalArgumentException if a parameter is outside of its range
   */
  public static Binomial of(int trials, double p) {
    if (trials < 0 || trials > 1_000_000_000) {
      throw new IllegalArgumentException("trials must be 0 to 1000000000, but is " + trials);
    }
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p must lie in [0, 1], but is " + p);
    }
    int mode = (int) Math.min(trials, Math.floor((trials + 1.0) * p));
    int below = Math.min(mode, reach(trials, p));
    int above = Math.min(trials - mode, reach(trials, p));
    double[] shares = new double[below + 1 + above];
    shares[below] = 1;
    int low = below;
    for (int k = mode; low > 0 && shares[low] >= NEGLIGIBLE; k--) {
      shares[low - 1] = shares[low] * (k / (trials - k + 1.0)) * ((1 - p) / p);
      low--;
    }
    int high = below;
    for (int k = mode; high < shares.length - 1 && shares[high] >= NEGLIGIBLE; k++) {
      shares[high + 1] = shares[high] * ((trials - k) / (k + 1.0)) * (p / (1 - p));
      high++;
    }
    double[] kept = Arrays.copyOfRange(shares, low, high + 1);
    double sum = 0;
    for (double share : kept) {
      sum += share;
    }
    for (int i = 0; i < kept.length; i++) {
      kept[i] /= sum;
    }
    return new Binomial(mode - (below - low), kept);
  }

  /** More counts than lie between the mode and a probability of 2^-60 of its own. */
  private static int reach(int trials, double p) {
    // Bernstein: exp(-t^2 / (2 (variance + t / 3))) = 2^-60 has t < 30 + 10 std
    double std = Math.sqrt(trials * p * (1 - p));
    return (int) Math.ceil(40 + 12 * std);
  }

  /**
   * The smallest count that is kept.
   *
   * @return that count
   */
  public int first() {
    return first;
  }

  /**
   * The probabilities of the counts from {@link #first()} on.
   *
   * @return a copy; adds up to 1 to rounding
   */
  public double[] probabilities() {
    return probabilities.clone();
  }
}
