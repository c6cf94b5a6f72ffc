package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cpu.threads.TaskRunner;
import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gains, stacks, views, precisions, threads and refusals, on both methods. */
class OrthogonalMatricesTest {
  private static final Key KEY = Key.raw(1);

  /** The tasks in an order that no pool would choose. */
  private static final TaskRunner BACKWARDS =
      (tasks, task) -> {
        for (int index = tasks - 1; index >= 0; index--) {
          task.accept(index);
        }
      };

  @ParameterizedTest
  @EnumSource(Method.class)
  void hasTheSameBitsInAnyNumberOfThreads(Method method) {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.C64}) {
      Complex[][] serial = Matrices.computed(4300, 150, dtype, KEY, method);
      for (int threads : new int[] {1, 2, 7}) {
        try (WorkerPool pool = new WorkerPool(threads)) {
          assertArrayEquals(
              serial, Matrices.computed(4300, 150, dtype, KEY, method, 1, pool), dtype::toString);
        }
      }
      assertArrayEquals(
          serial, Matrices.computed(4300, 150, dtype, KEY, method, 1, BACKWARDS), dtype::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, -1, 0, 1.4142135623730951, -0.1, 1e-30})
  void gainMultipliesTheFinishedMatrixInItsPrecision(double gain) {
    for (Method method : Method.values()) {
      for (DType dtype : new DType[] {DType.F32, DType.F64, DType.C64, DType.C128}) {
        Complex[][] one = Matrices.computed(9, 5, dtype, KEY, method);
        Complex[][] many = Matrices.computed(9, 5, dtype, KEY, method, gain, TaskRunner.SERIAL);
        for (int row = 0; row < 9; row++) {
          for (int column = 0; column < 5; column++) {
            assertEquals(times(one[row][column].re(), gain, dtype), many[row][column].re(), 0.0);
            assertEquals(times(one[row][column].im(), gain, dtype), many[row][column].im(), 0.0);
          }
        }
      }
    }
  }

  private static double times(double element, double gain, DType dtype) {
    return dtype.isDouble() ? element * gain : (float) element * (float) gain;
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void wideIsThePlainTransposeOfTall(Method method) {
    for (DType dtype : new DType[] {DType.F32, DType.C128}) {
      Complex[][] tall = Matrices.computed(60, 7, dtype, KEY, method);
      Complex[][] wide = Matrices.computed(7, 60, dtype, KEY, method);
      assertArrayEquals(Matrices.transposed(tall), wide);
    }
  }

  @Test
  void eachMatrixOfAStackStartsAfterTheElementsOfThoseBefore() {
    Shape shape = Shape.of(5, 2, 4, 3);
    OrthogonalFill plan =
        new OrthogonalFill(
            new MatrixView(List.of(0), List.of(2), List.of(1, 3)), 1, Method.STEWART);
    for (DType dtype : new DType[] {DType.F64, DType.C128}) {
      OrthogonalMatrices stack = OrthogonalMatrices.of(plan, shape, KEY, dtype, TaskRunner.SERIAL);
      assertEquals(6, stack.batch());
      for (long b = 0; b < stack.batch(); b++) {
        Complex[][] expected =
            DirectProduct.of(DirectProduct.normals(KEY, b, 5, 4, dtype.partCount(), true));
        Complex[][] computed = Matrices.read(stack.matrix(b), dtype.partCount());
        assertTrue(Matrices.distance(expected, computed) < 1e-14);
      }
    }
  }

  @Test
  void severalAxesMakeUpTheRowsOrTheColumns() {
    Complex[][] matrix = Matrices.computed(6, 4, DType.F32, KEY, Method.STEWART);
    assertArrayEquals(matrix, ofView(MatrixView.columnsFrom(3, 2), Shape.of(2, 3, 4)));
    assertArrayEquals(matrix, ofView(MatrixView.columnsFrom(3, 1), Shape.of(3, 4, 2)));
    assertArrayEquals(matrix, ofView(MatrixView.rowsFrom(3, 0), Shape.of(6, 2, 2)));
  }

  private static Complex[][] ofView(MatrixView view, Shape shape) {
    OrthogonalFill plan = new OrthogonalFill(view, 1, Method.STEWART);
    return Matrices.read(
        OrthogonalMatrices.of(plan, shape, KEY, DType.F32, TaskRunner.SERIAL).matrix(0), 1);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void float64IsTheSameMatrixWithMoreDigits(Method method) {
    Complex[][] real = Matrices.computed(80, 55, DType.F32, KEY, method);
    Complex[][] complex = Matrices.computed(80, 55, DType.C64, KEY, method);
    assertTrue(Matrices.distance(real, Matrices.computed(80, 55, DType.F64, KEY, method)) < 1e-6);
    assertTrue(
        Matrices.distance(complex, Matrices.computed(80, 55, DType.C128, KEY, method)) < 1e-6);
  }

  @Test
  void narrowTypesAreComputedInFloat32() {
    Complex[][] real = Matrices.computed(20, 20, DType.F32, KEY, Method.STEWART);
    for (DType dtype : new DType[] {DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2}) {
      assertArrayEquals(real, Matrices.computed(20, 20, dtype, KEY, Method.STEWART));
    }
    assertArrayEquals(
        Matrices.computed(20, 20, DType.C64, KEY, Method.STEWART),
        Matrices.computed(20, 20, DType.C32, KEY, Method.STEWART));
  }

  /** Small matrices form all reflections first, large ones block after block. */
  @ParameterizedTest
  @CsvSource({"1, 1", "49, 48", "300, 270", "700, 130", "200, 193"})
  void reflectionsAtOnceOrBlockAfterBlockGiveTheSameBits(int rows, int columns) {
    try (WorkerPool pool = new WorkerPool(3)) {
      for (MatrixPrecision precision : MatrixPrecision.values()) {
        for (int parts = 1; parts <= 2; parts++) {
          GaussianMatrix normals = new GaussianMatrix(KEY, 0, rows, columns, parts, precision);
          PanelMatrix[] matrices = new PanelMatrix[2];
          for (boolean atOnce : new boolean[] {false, true}) {
            matrices[atOnce ? 1 : 0] =
                new OrthogonalComputation(normals, rows, columns, parts, precision, atOnce, pool)
                    .compute(Method.STEWART, 1.5);
          }
          assertArrayEquals(
              Matrices.read(new OrthogonalMatrix(matrices[0], false), parts),
              Matrices.read(new OrthogonalMatrix(matrices[1], false), parts),
              precision + ", parts " + parts);
        }
      }
    }
  }

  /** Along rows and down columns, where panels meet, in steps, of a matrix and of its transpose. */
  @ParameterizedTest
  @CsvSource({"300, 270", "270, 300"})
  void readsRunsOfElementsInEitherPrecision(int rows, int columns) {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.C64, DType.C128}) {
      OrthogonalMatrix matrix = stackOf(Shape.of(rows, columns), dtype).matrix(0);
      for (MatrixRun run :
          List.of(
              new MatrixRun(3, 0, 0, 1, columns),
              new MatrixRun(2, 125, 0, 1, 7),
              new MatrixRun(2, 5, 0, 61, 5),
              new MatrixRun(0, 4, 1, 0, rows),
              new MatrixRun(7, 130, 50, 0, 5),
              new MatrixRun(rows - 1, columns - 1, 0, 0, 1))) {
        for (int part = 0; part < dtype.partCount(); part++) {
          assertRun(matrix, run, part);
        }
      }
    }
  }

  private static void assertRun(OrthogonalMatrix matrix, MatrixRun run, int part) {
    for (int step = 1; step <= 2; step++) {
      double[] doubles = new double[step * run.count() + 1];
      float[] floats = new float[doubles.length];
      matrix.float64(run, part, doubles, 1, step);
      matrix.float32(run, part, floats, 1, step);
      for (int i = 0; i < run.count(); i++) {
        long row = run.row() + i * run.rowStep();
        long column = run.column() + i * run.columnStep();
        double element = Matrices.element(matrix, row, column, part);
        assertEquals(element, doubles[1 + i * step], 0.0, () -> run + " " + row + " " + column);
        assertEquals((float) element, floats[1 + i * step], 0.0f, run::toString);
      }
    }
  }

  @Test
  void refusesToReadBeyondTheMatrix() {
    OrthogonalMatrix matrix = stackOf(Shape.of(4, 3), DType.F64).matrix(0);
    assertEquals(4, matrix.rows());
    assertEquals(3, matrix.columns());
    for (MatrixRun run :
        List.of(
            new MatrixRun(4, 0, 0, 0, 1),
            new MatrixRun(0, -1, 0, 1, 2),
            new MatrixRun(0, 1, 0, 1, 3),
            new MatrixRun(1, 0, 3, 0, 2))) {
      assertThrows(
          IndexOutOfBoundsException.class, () -> matrix.float64(run, 0, new double[4], 0, 1));
    }
    MatrixRun one = new MatrixRun(0, 0, 0, 0, 1);
    assertThrows(
        IndexOutOfBoundsException.class, () -> matrix.float64(one, 1, new double[1], 0, 1));
  }

  @Test
  void allowsMatricesWithoutElements() {
    for (Shape shape : List.of(Shape.of(0, 0), Shape.of(3, 0), Shape.of(0, 3))) {
      OrthogonalMatrix matrix = stackOf(shape, DType.F32).matrix(0);
      assertEquals(shape.size(0), matrix.rows());
      assertEquals(shape.size(1), matrix.columns());
    }
  }

  private static OrthogonalMatrices stackOf(Shape shape, DType dtype) {
    OrthogonalFill plan = new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, Method.STEWART);
    return OrthogonalMatrices.of(plan, shape, KEY, dtype, TaskRunner.SERIAL);
  }

  @Test
  void refusesAMatrixThatTheStackDoesNotHave() {
    OrthogonalMatrices stack = stackOf(Shape.of(4, 3), DType.F32);
    assertThrows(IndexOutOfBoundsException.class, () -> stack.matrix(1));
    assertThrows(IndexOutOfBoundsException.class, () -> stack.matrix(-1));
  }

  @Test
  void refusesAViewOfAnotherShape() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> stackOf(Shape.of(4, 3, 2), DType.F32));
    assertTrue(refusal.getMessage().contains("each axis once"), refusal::getMessage);
  }

  @Test
  void refusesWhatDoesNotFitTheHeapBeforeTakingMemory() {
    BackendException refusal =
        assertThrows(
            BackendException.class, () -> stackOf(Shape.of(2_000_000, 3_000_000), DType.F64));
    assertTrue(
        refusal.getMessage().startsWith("an orthogonal matrix of 2000000 x 3000000 F64 needs 4"),
        refusal::getMessage);
    assertTrue(refusal.getMessage().contains("-Xmx"), refusal::getMessage);
    long gib = 1L << 30;
    OrthogonalMatrices.requireHeap(10_000, 10_000, DType.F32, gib);
    assertThrows(
        BackendException.class,
        () -> OrthogonalMatrices.requireHeap(16_400, 16_400, DType.F32, gib));
    assertThrows(
        BackendException.class,
        () -> OrthogonalMatrices.requireHeap(1, 1L << 31, DType.F32, Long.MAX_VALUE));
  }
}
