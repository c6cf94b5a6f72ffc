package io.tensorinit.random;

/** Horner's rule by fused multiply-add from the highest degree; coefficients constant first. */
final class Polynomial {
  private Polynomial() {}

  /** The polynomial's value at {@code x}. */
  static double at(double x, double... coefficients) {
    double sum = coefficients[coefficients.length - 1];
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }
}
