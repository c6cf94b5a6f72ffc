package io.tensorinit.plan;

import java.util.List;

/**
 * What is known of the values of a tensor's parts (of all real or all imaginary ones, if complex):
 * moments of the mixture over its elements.
 *
 * @param mean the mean, NaN where unknown
 * @param variance the variance, NaN where unknown
 * @param min the greatest lower bound that is known, -infinity for none
 * @param max the least upper bound that is known, +infinity for none
 * @param uniformly whether every element has the same distribution
 */
record PartMoments(double mean, double variance, double min, double max, boolean uniformly) {
  static final PartMoments UNKNOWN =
      new PartMoments(
          Double.NaN, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

  /** Of one value; the variance of infinity and NaN is NaN. */
  static PartMoments constant(double value) {
    return new PartMoments(value, 0 * Math.abs(value), value, value, true);
  }

  static PartMoments of(double mean, double variance, double min, double max) {
    return new PartMoments(mean, variance, min, max, true);
  }

  /** The same moments of elements that differ in distribution. */
  PartMoments byElement() {
    return new PartMoments(mean, variance, min, max, false);
  }

  /** Of {@code scale x + shift}. */
  PartMoments affine(double scale, double shift) {
    if (scale == 0) {
      return constant(shift);
    }
    double low = (scale > 0 ? min : max) * scale + shift;
    double high = (scale > 0 ? max : min) * scale + shift;
    return new PartMoments(mean * scale + shift, variance * scale * scale, low, high, uniformly);
  }

  /** Of the sum with something independent. */
  PartMoments plus(PartMoments other) {
    return new PartMoments(
        mean + other.mean,
        variance + other.variance,
        min + other.min,
        max + other.max,
        uniformly && other.uniformly);
  }

  /** Of one of two, this with a probability; or of elements of two kinds, this a share of them. */
  PartMoments mixed(double probability, PartMoments other) {
    return mixture(List.of(this, other), List.of(probability, 1 - probability));
  }

  /**
   * Of one of several cases, each with a probability in proportion to its weight. The means are
   * added as they are, so that those of symmetric cases cancel to exactly 0.
   *
   * @param cases the cases
   * @param weights their weights, as many, 0 or more, not all 0; a case of weight 0 never comes
   */
  static PartMoments mixture(List<PartMoments> cases, List<? extends Number> weights) {
    double total = weights.stream().mapToDouble(Number::doubleValue).sum();
    double mean = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    boolean uniformly = true;
    for (int k = 0; k < cases.size(); k++) {
      double probability = weights.get(k).doubleValue() / total;
      PartMoments one = cases.get(k);
      if (probability > 0) {
        mean += probability * one.mean;
        min = Math.min(min, one.min);
        max = Math.max(max, one.max);
        uniformly &= one.uniformly;
      }
    }
    double variance = 0;
    for (int k = 0; k < cases.size(); k++) {
      double probability = weights.get(k).doubleValue() / total;
      double apart = cases.get(k).mean - mean;
      if (probability > 0) {
        variance += probability * (cases.get(k).variance + apart * apart);
      }
    }
    return new PartMoments(mean, variance, min, max, uniformly);
  }
}
