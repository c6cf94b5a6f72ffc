package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.random.KnownAnswers;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Elements of orthogonal matrices computed outside the library, from the law's text, with 40 digits
 * ({@code kat/orthogonal.csv}). No statistical test can see a wrong sign or phase of a column: it
 * would leave the matrices Haar distributed. These answers pin them: square, tall, wide, 1 x 1,
 * complex, stacked.
 */
public final class OrthogonalAnswers {
  /** Of float32; it covers normals that are 3 ulp off. */
  private static final double FLOAT32_TOLERANCE = 1e-6;

  private static final double FLOAT64_TOLERANCE = 1e-13;

  /** Columns of the table: those that say which matrix, then the element's place and value. */
  private static final int MATRIX_CELLS = 7;

  private static final int ROW = 7;
  private static final int COLUMN = 8;
  private static final int VALUE = 9;

  private OrthogonalAnswers() {}

  /** The table's rows by matrix, whose method comes first. */
  public static Map<List<String>, List<String[]>> byMatrix() {
    return KnownAnswers.rows("orthogonal").stream()
        .collect(
            Collectors.groupingBy(
                row -> List.of(row).subList(0, MATRIX_CELLS),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /** Fills the last matrix of a stack and compares its known elements. */
  public static void check(Backend backend, List<String> matrix, List<String[]> elements) {
    OrthogonalFill plan =
        new OrthogonalFill(
            new MatrixView(List.of(1), List.of(2), List.of(0)),
            Double.parseDouble(matrix.get(6)),
            Method.valueOf(matrix.get(0)));
    DType dtype = DType.valueOf(matrix.get(1));
    long batch = Long.parseLong(matrix.get(3));
    int rows = Integer.parseInt(matrix.get(4));
    int columns = Integer.parseInt(matrix.get(5));
    Fill fill =
        new Fill(
            plan,
            Shape.of(batch + 1, rows, columns),
            dtype,
            Key.raw(Long.parseUnsignedLong(matrix.get(2).substring(2), 16)),
            Region.box(new long[] {batch, 0, 0}, new long[] {1, rows, columns}));
    double[] actual = filled(backend, fill, rows * columns * dtype.partCount());
    double tolerance =
        Math.abs(plan.gain()) * (dtype.isDouble() ? FLOAT64_TOLERANCE : FLOAT32_TOLERANCE);
    for (String[] element : elements) {
      int index = Integer.parseInt(element[ROW]) * columns + Integer.parseInt(element[COLUMN]);
      for (int part = 0; part < dtype.partCount(); part++) {
        assertEquals(
            Double.parseDouble(element[VALUE + part]),
            actual[index * dtype.partCount() + part],
            tolerance,
            String.join(",", element));
      }
    }
  }

  private static double[] filled(Backend backend, Fill fill, int numbers) {
    double[] doubles = new double[numbers];
    if (fill.dtype().isDouble()) {
      backend.fill(fill, Destination.of(doubles));
    } else {
      float[] floats = new float[numbers];
      backend.fill(fill, Destination.of(floats));
      for (int i = 0; i < numbers; i++) {
        doubles[i] = floats[i];
      }
    }
    return doubles;
  }
}
