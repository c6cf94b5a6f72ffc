package io.tensorinit.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import org.junit.jupiter.api.Test;

class OrthogonalToleranceTest {
  private static final MatrixView MATRIX = MatrixView.columnsFrom(2, 1);

  /** The Hilbert matrix of order 5: 4.766e5 (G. E. Forsythe and C. B. Moler 1967, section 19). */
  @Test
  void conditionOfTheHilbertMatrix() {
    double[][] columns = new double[5][5];
    for (int c = 0; c < 5; c++) {
      for (int r = 0; r < 5; r++) {
        columns[c][r] = 1.0 / (r + c + 1);
      }
    }
    assertEquals(4.766e5, ConditionNumber.of(columns), 0.001e5);
  }

  @Test
  void conditionOfAngles() {
    // columns of length 1 at an angle of 60 degrees: singular values sqrt(1 +- cos 60)
    double[][] columns = {{1, 0, 0}, {0.5, Math.sqrt(0.75), 0}};
    assertEquals(Math.sqrt(3), ConditionNumber.of(columns), 1e-12);
    assertEquals(1, ConditionNumber.of(new double[][] {{-7}}));
    assertEquals(Double.POSITIVE_INFINITY, ConditionNumber.of(new double[][] {{1, 1}, {0, 0}}));
  }

  @Test
  void stewartsMatricesHaveTheSameBits() {
    OrthogonalFill plan = new OrthogonalFill(MATRIX, -3, OrthogonalFill.Method.STEWART);
    for (DType dtype : DType.values()) {
      assertEquals(0, OrthogonalTolerance.of(plan, Shape.of(7, 5), Key.raw(1), dtype, 0));
    }
  }

  /** One column has condition 1, so has a row; a unitary's embedding doubles singular values. */
  @Test
  void qrsFollowsTheNormals() {
    OrthogonalFill plan = new OrthogonalFill(MATRIX, 2, OrthogonalFill.Method.QR);
    double least = 2 * 32 * Math.ulp(1.0f);
    assertEquals(least, tolerance(plan, Shape.of(9, 1), DType.F32), 1e-12 * least);
    assertEquals(least, tolerance(plan, Shape.of(1, 9), DType.BF16), 1e-12 * least);
    assertEquals(least, tolerance(plan, Shape.of(9, 1), DType.C64), 1e-12 * least);
    double square = tolerance(plan, Shape.of(16, 16), DType.F32);
    double tall = tolerance(plan, Shape.of(1600, 16), DType.F32);
    assertTrue(square > 3 * least && square < 1000 * least, () -> "square " + square / least);
    assertTrue(tall > least && tall < 1.5 * least, () -> "tall " + tall / least);
    double same = tolerance(plan, Shape.of(16, 16), DType.F64) * Math.ulp(1.0f) / Math.ulp(1.0);
    assertEquals(square, same, 1e-4 * square);
  }

  private static double tolerance(OrthogonalFill plan, Shape shape, DType dtype) {
    return OrthogonalTolerance.of(plan, shape, Key.raw(1), dtype, 0);
  }
}
