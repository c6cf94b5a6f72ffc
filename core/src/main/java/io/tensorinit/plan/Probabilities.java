package io.tensorinit.plan;

import java.util.List;

/** The checks of a choice among cases of given probabilities, written once. */
final class Probabilities {
  private static final double TOLERANCE = 1e-9;

  private Probabilities() {}

  /** A copy of the probabilities of these cases, each in 0..1, together 1 within 1e-9. */
  static List<Double> checked(String what, List<?> cases, List<Double> probabilities) {
    double sum = 0;
    for (double p : probabilities) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException(
            "probabilities must each lie in 0..1, was " + probabilities);
      }
      sum += p;
    }
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new IllegalArgumentException("probabilities must add up to 1, was " + probabilities);
    }
    if (cases.size() != probabilities.size()) {
      throw new IllegalArgumentException(
          what
              + " and probabilities must be equally many, was "
              + cases.size()
              + " and "
              + probabilities.size());
    }
    return List.copyOf(probabilities);
  }
}
