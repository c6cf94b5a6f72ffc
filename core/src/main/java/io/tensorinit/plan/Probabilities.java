package io.tensorinit.plan;

import java.util.List;

/** Checks of probabilities and their thresholds on a 32-bit word, written once. */
final class Probabilities {
  private static final double TOLERANCE = 1e-9;

  private Probabilities() {}

  static List<Double> checked(String what, List<Double> probabilities) {
    double sum = 0;
    for (double p : probabilities) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(what + " must each lie in 0..1, was " + probabilities);
      }
      sum += p;
    }
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new IllegalArgumentException(what + " must add up to 1, was " + probabilities);
    }
    return List.copyOf(probabilities);
  }

  /** T_k = rint((p_0 + ... + p_k) 2^32), sums in double from the left, the last 2^32. */
  static long[] thresholds(List<Double> probabilities) {
    long[] thresholds = new long[probabilities.size()];
    double sum = 0;
    for (int k = 0; k < thresholds.length; k++) {
      sum += probabilities.get(k);
      thresholds[k] = (long) Math.rint(Math.min(sum, 1) * 0x1p32);
    }
    thresholds[thresholds.length - 1] = 1L << 32;
    return thresholds;
  }
}
