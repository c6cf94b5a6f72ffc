package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.DType;
import io.tensorinit.Key;
import io.tensorinit.Shape;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.random.KnownAnswers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Elements computed outside the library, from the law's text, with 40 digits ({@code
 * kat/orthogonal.csv}). No statistical test can see a wrong sign or phase of a column: it would
 * leave the matrices Haar distributed. These answers pin them: square, tall, wide, 1 x 1, complex,
 * stacked.
 */
class OrthogonalKnownAnswersTest {
  /** float32: the promise between backends, which covers normals that are 3 ulp off. */
  private static final double FLOAT32_TOLERANCE = 1e-6;

  private static final double FLOAT64_TOLERANCE = 1e-14;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64", "C64", "C128"})
  void agreesWithTheLawsText(DType dtype) {
    for (String[] row : KnownAnswers.rows("orthogonal")) {
      if (DType.valueOf(row[1]) == dtype) {
        check(row, dtype);
      }
    }
  }

  private static void check(String[] row, DType dtype) {
    long batch = Long.parseLong(row[3]);
    double gain = Double.parseDouble(row[6]);
    OrthogonalFill plan =
        new OrthogonalFill(
            new MatrixView(List.of(1), List.of(2), List.of(0)), gain, Method.valueOf(row[0]));
    Shape shape = Shape.of(batch + 1, Long.parseLong(row[4]), Long.parseLong(row[5]));
    Key key = Key.raw(Long.parseUnsignedLong(row[2].substring(2), 16));
    OrthogonalMatrix matrix =
        OrthogonalMatrices.of(plan, shape, key, dtype, TaskRunner.SERIAL).matrix(batch);
    double tolerance = Math.abs(gain) * (dtype.isDouble() ? FLOAT64_TOLERANCE : FLOAT32_TOLERANCE);
    for (int part = 0; part < dtype.parts(); part++) {
      assertEquals(
          Double.parseDouble(row[9 + part]),
          matrix.float64(Long.parseLong(row[7]), Long.parseLong(row[8]), part),
          tolerance,
          String.join(",", row));
    }
  }
}
