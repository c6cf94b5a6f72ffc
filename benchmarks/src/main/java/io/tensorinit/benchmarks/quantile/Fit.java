package io.tensorinit.benchmarks.quantile;

import io.tensorinit.random.NormalQuantile;
import java.util.Arrays;

/** Tables of polynomials that equal a function at chosen places. */
final class Fit {
  /** The words' probabilities reach 2^-33: octaves of w = 2 y + 1, or of y + 1/2. */
  static final int OCTAVES = 32;

  private Fit() {}

  /** A row's variable, and its function of that variable. */
  interface Row {
    /** The variable where the piece is passed by the fraction {@code place}. */
    double argument(int row, double place);

    double value(int row, double argument);
  }

  /** How far the quantile at a probability below 1/2 lies from 0. */
  static double distance(double v) {
    return NormalQuantile.at(1 - v, v);
  }

  /** The zeros of the Chebyshev polynomial on [0, 1]. */
  static double[] chebyshev(int count) {
    double[] places = new double[count];
    for (int i = 0; i < count; i++) {
      places[i] = 0.5 - 0.5 * StrictMath.cos(StrictMath.PI * (2 * i + 1) / (2 * count));
    }
    return places;
  }

  /** Such places with 0 itself among them. */
  static double[] radau(int count) {
    double[] places = new double[count];
    for (int i = 0; i < count; i++) {
      places[i] = 0.5 - 0.5 * StrictMath.cos(2 * StrictMath.PI * i / (2 * count - 1));
    }
    return places;
  }

  /** The rows' coefficients, each row's constant first. */
  static float[] table(int rows, double[] places, Row function) {
    int count = places.length;
    float[] table = new float[rows * count];
    double[] x = new double[count];
    double[] c = new double[count];
    double[] product = new double[count];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i++) {
        x[i] = function.argument(row, places[i]);
        c[i] = function.value(row, x[i]);
      }
      for (int order = 1; order < count; order++) {
        for (int i = count - 1; i >= order; i--) {
          c[i] = (c[i] - c[i - 1]) / (x[i] - x[i - order]);
        }
      }
      Arrays.fill(product, 0);
      for (int i = count - 1; i >= 0; i--) {
        for (int k = count - 1; k > 0; k--) {
          product[k] = Math.fma(-x[i], product[k], product[k - 1]);
        }
        product[0] = Math.fma(-x[i], product[0], c[i]);
      }
      for (int i = 0; i < count; i++) {
        table[row * count + i] = (float) product[i];
      }
    }
    return table;
  }

  /** A row's cubic. */
  static float cubic(float[] table, int row, float t) {
    int at = row * 4;
    float z = Math.fma(table[at + 3], t, table[at + 2]);
    z = Math.fma(z, t, table[at + 1]);
    return Math.fma(z, t, table[at]);
  }

  /** The lower half's quantile with the word's sign: turned in the upper half. */
  static float flipped(float z, int word) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(z) ^ (word & Integer.MIN_VALUE));
  }
}
