package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The largest element of {@code |Q^H Q - I|} by size, printed, and bounded in the number of columns
 * n and the distance eps from 1 to the next number:
 *
 * <pre>
 *   float32   (4 + sqrt(n) / 8) eps       float64   (6 + sqrt(n) / 4) eps
 * </pre>
 *
 * <p>The bounds are empirical, about 1.6 times the largest error seen; that the number of rows does
 * not enter is what summing by tiles is for.
 */
class OrthogonalityErrorTest {
  private static final int[][] SIZES = {
    {1, 1},
    {2, 2},
    {3, 3},
    {5, 5},
    {8, 8},
    {16, 16},
    {32, 32},
    {48, 48},
    {49, 49},
    {64, 64},
    {128, 128},
    {256, 256},
    {512, 512},
    {10, 1000},
    {2000, 100},
    {100_000, 3}
  };

  @ParameterizedTest
  @EnumSource(Method.class)
  void staysWithinTheBound(Method method) {
    System.out.println("largest element of |Q^H Q - I| in units of eps, method " + method);
    for (DType dtype : new DType[] {DType.F32, DType.C64, DType.F64, DType.C128}) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%5s", dtype));
      for (int[] size : SIZES) {
        Complex[][] q = Matrices.computed(size[0], size[1], dtype, Key.raw(1), method);
        double errorInEps = Matrices.orthogonalityError(q) / eps(dtype);
        line.append(String.format(Locale.ROOT, "  %dx%d %.1f", size[0], size[1], errorInEps));
        double bound = boundInEps(dtype, Math.min(size[0], size[1]));
        assertTrue(
            errorInEps <= bound,
            () -> dtype + " " + size[0] + "x" + size[1] + ": " + errorInEps + " > " + bound);
      }
      System.out.println(line);
    }
  }

  private static double eps(DType dtype) {
    return dtype.isDouble() ? 0x1p-52 : 0x1p-23;
  }

  private static double boundInEps(DType dtype, int columns) {
    return dtype.isDouble() ? 6 + Math.sqrt(columns) / 4 : 4 + Math.sqrt(columns) / 8;
  }
}
