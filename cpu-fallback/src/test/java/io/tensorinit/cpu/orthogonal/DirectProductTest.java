package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The blocked computation against the product of the law's reflections, written out one by one in
 * double from the same normals. Shapes stand around the block of 48 reflections, the panel of 128
 * columns and the tile of 512 rows.
 */
class DirectProductTest {
  /** The package says 2.8e-7 and 2e-15 of the distance from exact elements; here with room. */
  private static final double FLOAT32_TOLERANCE = 0.5e-6;

  private static final double FLOAT64_TOLERANCE = 1e-14;

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 1",
    "1, 2",
    "2, 2",
    "3, 2",
    "5, 5",
    "7, 3",
    "3, 7",
    "47, 47",
    "48, 48",
    "49, 49",
    "49, 48",
    "64, 1",
    "1, 64",
    "97, 96",
    "130, 129",
    "300, 120",
    "120, 300",
    "515, 50",
    "1030, 20"
  })
  void isTheProductOfTheReflections(int rows, int columns) {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.C64, DType.C128}) {
      for (long seed = 1; seed <= 3; seed++) {
        Key key = Key.raw(seed);
        Complex[][] computed = Matrices.computed(rows, columns, dtype, key, Method.STEWART);
        Complex[][] expected = expected(rows, columns, dtype, key);
        double tolerance = dtype.isDouble() ? FLOAT64_TOLERANCE : FLOAT32_TOLERANCE;
        assertEquals(rows, computed.length);
        assertEquals(columns, computed[0].length);
        assertTrue(
            Matrices.distance(computed, expected) < tolerance,
            () -> dtype + " seed " + key + ": off by " + Matrices.distance(computed, expected));
      }
    }
  }

  private static Complex[][] expected(int rows, int columns, DType dtype, Key key) {
    int m = Math.max(rows, columns);
    int n = Math.min(rows, columns);
    Complex[][] q =
        DirectProduct.of(DirectProduct.normals(key, 0, m, n, dtype.partCount(), dtype.isDouble()));
    return rows < columns ? Matrices.transposed(q) : q;
  }
}
