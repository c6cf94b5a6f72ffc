package io.tensorinit.random;

/** Polynomial interpolation in double, on the host. */
final class Interpolation {
  private Interpolation() {}

  /**
   * Where a polynomial on [0, 1] is fitted: Chebyshev's points {@code (1 - cos((2 j + 1) pi / (2
   * n))) / 2}, j = 0 .. n - 1, each rounded to a multiple of 2^-20 so that arguments computed from
   * them are exact.
   */
  static double[] chebyshev(int count) {
    double[] places = new double[count];
    for (int j = 0; j < count; j++) {
      places[j] = place(StrictMath.PI * (2 * j + 1) / (2 * count));
    }
    return places;
  }

  /**
   * The same with 0 itself for the first, so that the polynomial's constant is the function's value
   * there: Radau's points {@code (1 - cos(2 j pi / (2 n - 1))) / 2}.
   */
  static double[] radau(int count) {
    double[] places = new double[count];
    for (int j = 0; j < count; j++) {
      places[j] = place(StrictMath.PI * (2 * j) / (2 * count - 1));
    }
    return places;
  }

  private static double place(double angle) {
    return Math.rint((1 - StrictMath.cos(angle)) * 0x1p19) * 0x1p-20;
  }

  /**
   * The coefficients, constant first, of the polynomial through the points {@code (places[i],
   * values[i])}: Newton's divided differences, multiplied out.
   */
  static double[] polynomial(double[] places, double[] values) {
    int count = places.length;
    double[] differences = values.clone();
    for (int order = 1; order < count; order++) {
      for (int i = count - 1; i >= order; i--) {
        differences[i] = (differences[i] - differences[i - 1]) / (places[i] - places[i - order]);
      }
    }
    double[] coefficients = new double[count];
    for (int i = count - 1; i >= 0; i--) {
      // coefficients = coefficients * (t - places[i]) + differences[i]
      for (int k = count - 1; k > 0; k--) {
        coefficients[k] = Math.fma(-places[i], coefficients[k], coefficients[k - 1]);
      }
      coefficients[0] = Math.fma(-places[i], coefficients[0], differences[i]);
    }
    return coefficients;
  }
}
