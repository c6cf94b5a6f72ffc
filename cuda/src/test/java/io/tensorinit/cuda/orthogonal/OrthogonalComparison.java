package io.tensorinit.cuda.orthogonal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.plan.OrthogonalTolerance;
import io.tensorinit.tensor.DType;
import io.tensorinit.testkit.Elements;

/** Compares orthogonal matrices of two backends within what they promise each other. */
final class OrthogonalComparison {
  /** The factor of the matrices in tests. */
  static final double GAIN = 1.5;

  /** What float64 keeps, far within the promise, where nothing is badly conditioned. */
  private static final double FLOAT64 = 1e-14;

  private OrthogonalComparison() {}

  /**
   * Fills on both: the same bits by Stewart's method, within the tolerance by the method QR.
   *
   * @throws AssertionError if an element differs, or lies outside of the tolerance
   */
  static void assertAgree(Backend expected, Backend actual, Fill fill) {
    if (((OrthogonalFill) fill.plan()).method() == Method.STEWART) {
      assertArrayEquals(Elements.filled(expected, fill), Elements.filled(actual, fill));
    } else {
      assertClose(expected, actual, fill);
    }
  }

  /**
   * Fills on both.
   *
   * @throws AssertionError if an element lies outside of the tolerance
   */
  static void assertClose(Backend expected, Backend actual, Fill fill) {
    assertClose(values(expected, fill), values(actual, fill), fill);
  }

  /**
   * Compares two results of a fill.
   *
   * @throws AssertionError if an element lies outside of the tolerance
   */
  static void assertClose(double[] expected, double[] actual, Fill fill) {
    double tolerance = tolerance(fill);
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      double rounding = rounding(fill.dtype(), expected[i]);
      assertEquals(expected[i], actual[i], tolerance + rounding, "part " + i + " of " + fill);
    }
  }

  private static double tolerance(Fill fill) {
    OrthogonalFill plan = (OrthogonalFill) fill.plan();
    if (plan.method() == Method.STEWART && fill.dtype().isDouble()) {
      return FLOAT64 * Math.abs(plan.gain());
    }
    double least = Double.POSITIVE_INFINITY;
    for (long matrix = 0; matrix < plan.view().batch(fill.shape()); matrix++) {
      least =
          Math.min(
              least, OrthogonalTolerance.of(plan, fill.shape(), fill.key(), fill.dtype(), matrix));
    }
    return least;
  }

  /** One step of a type narrower than float32, 0 of others. */
  private static double rounding(DType dtype, double value) {
    switch (dtype.partType()) {
      case F16:
        return Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - 10);
      case BF16:
        return Math.scalb(1.0, Math.getExponent(value) - 7);
      case F8_E4M3:
        return Math.scalb(1.0, Math.max(Math.getExponent(value), -6) - 3);
      case F8_E5M2:
        return Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - 2);
      default:
        return 0;
    }
  }

  private static double[] values(Backend backend, Fill fill) {
    return Elements.values(fill.dtype(), Elements.filled(backend, fill));
  }
}
