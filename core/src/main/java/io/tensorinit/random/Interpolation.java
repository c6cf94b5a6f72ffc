package io.tensorinit.random;

/** Polynomial interpolation in double, on the host. */
final class Interpolation {
  private Interpolation() {}

  /**
   * The zeros of the Chebyshev polynomial of degree {@code count}, ascending, each rounded to a
   * multiple of 2^-20 so that arguments computed from them are exact.
   */
  static double[] chebyshevNodes(int count) {
    double[] nodes = new double[count];
    for (int i = 0; i < count; i++) {
      double angle = StrictMath.PI * (2 * i + 1) / (2 * count);
      nodes[i] = -Math.rint(StrictMath.cos(angle) * 0x1p20) * 0x1p-20;
    }
    return nodes;
  }

  /**
   * The coefficients, constant first, of the polynomial through the points {@code (nodes[i],
   * values[i])}: Newton's divided differences, multiplied out.
   */
  static double[] polynomial(double[] nodes, double[] values) {
    int count = nodes.length;
    double[] differences = values.clone();
    for (int order = 1; order < count; order++) {
      for (int i = count - 1; i >= order; i--) {
        differences[i] = (differences[i] - differences[i - 1]) / (nodes[i] - nodes[i - order]);
      }
    }
    double[] coefficients = new double[count];
    for (int i = count - 1; i >= 0; i--) {
      // coefficients = coefficients * (t - nodes[i]) + differences[i]
      for (int k = count - 1; k > 0; k--) {
        coefficients[k] = Math.fma(-nodes[i], coefficients[k], coefficients[k - 1]);
      }
      coefficients[0] = Math.fma(-nodes[i], coefficients[0], differences[i]);
    }
    return coefficients;
  }
}
