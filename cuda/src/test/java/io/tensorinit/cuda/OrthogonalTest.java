package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.DType;
import io.tensorinit.Key;
import io.tensorinit.Region;
import io.tensorinit.Shape;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.spi.Backend;
import io.tensorinit.spi.BackendException;
import io.tensorinit.spi.BackendOptions;
import io.tensorinit.spi.Fill;
import io.tensorinit.testkit.Elements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Orthogonal and unitary matrices, the kernels interpreted and the libraries replaced by textbook
 * ones: the values of the CPU backend, whose signs and phases are pinned by known answers, with
 * every set of libraries that a machine can have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrthogonalTest {
  private static final MatrixView MATRIX = MatrixView.columnsFrom(2, 1);

  /** The sets of libraries that make a difference. */
  private static final List<Set<Library>> MACHINES =
      List.of(
          EnumSet.noneOf(Library.class),
          EnumSet.of(Library.CUSOLVER),
          EnumSet.of(Library.CUBLAS),
          EnumSet.of(Library.CUSOLVER, Library.CUBLAS));

  private record Sample(Shape shape, MatrixView view) {
    OrthogonalFill plan(Method method) {
      return new OrthogonalFill(view, OrthogonalComparison.GAIN, method);
    }
  }

  /** Small ones, which our own kernels always form. */
  private static List<Sample> small() {
    return List.of(
        new Sample(Shape.of(1, 1), MATRIX),
        new Sample(Shape.of(9, 9), MATRIX),
        new Sample(Shape.of(37, 11), MATRIX),
        new Sample(Shape.of(4, 19), MATRIX),
        new Sample(Shape.of(5, 6, 7), MatrixView.rowsFrom(3, 0)),
        new Sample(Shape.of(2, 3, 4, 5), new MatrixView(List.of(2, 0), List.of(3, 1), List.of())),
        new Sample(Shape.of(5, 6, 7), new MatrixView(List.of(1), List.of(2), List.of(0))),
        new Sample(Shape.of(3, 5, 2, 4), new MatrixView(List.of(3), List.of(1), List.of(2, 0))));
  }

  /** Those large enough for a library to form them: square, tall, wide, stacked. */
  private static List<Sample> large() {
    return List.of(
        new Sample(Shape.of(34, 34), MATRIX),
        new Sample(Shape.of(41, 33), MATRIX),
        new Sample(Shape.of(33, 41), MATRIX),
        new Sample(Shape.of(2, 33, 35), new MatrixView(List.of(1), List.of(2), List.of(0))));
  }

  private static Fill fill(Sample sample, Method method, DType dtype) {
    return new Fill(sample.plan(method), sample.shape(), dtype, Key.raw(1), Region.whole());
  }

  private final Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);
  private final Map<Set<Library>, CudaBackend> machines = new HashMap<>();

  private CudaBackend machine(Set<Library> libraries) {
    return machines.computeIfAbsent(
        libraries,
        found -> {
          PtxDriver driver = new PtxDriver(1);
          return new CudaBackend(driver, FakeLibraries.of(driver, found), 0);
        });
  }

  @AfterAll
  void close() {
    machines.values().forEach(Backend::close);
    cpu.close();
  }

  @TestFactory
  Stream<DynamicTest> valuesOfTheCpu() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Set<Library> libraries : MACHINES) {
      for (DType dtype : List.of(DType.F32, DType.F64, DType.C64, DType.C128)) {
        small().forEach(sample -> add(tests, libraries, fill(sample, Method.STEWART, dtype)));
        if (libraries.contains(Library.CUSOLVER)) {
          large().forEach(sample -> add(tests, libraries, fill(sample, Method.STEWART, dtype)));
          small().forEach(sample -> add(tests, libraries, fill(sample, Method.QR, dtype)));
        }
      }
      for (DType dtype : List.of(DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2, DType.C32)) {
        add(tests, libraries, fill(small().get(2), Method.STEWART, dtype));
        add(tests, libraries, fill(small().get(3), Method.STEWART, dtype));
      }
    }
    return tests.stream();
  }

  private void add(List<DynamicTest> tests, Set<Library> libraries, Fill fill) {
    tests.add(
        dynamicTest(
            libraries + " " + Elements.describe(fill) + " " + fill.plan(),
            () -> OrthogonalComparison.assertClose(cpu, machine(libraries), fill)));
  }

  /** No statistic sees one column with the wrong sign; this comparison does. */
  @Test
  void aWrongSignIsFound() {
    Fill fill = fill(small().get(1), Method.STEWART, DType.F32);
    Backend right = machine(MACHINES.get(0));
    OrthogonalComparison.assertClose(cpu, right, fill);
    Backend wrong = new WrongSign(right);
    assertThrows(AssertionError.class, () -> OrthogonalComparison.assertClose(cpu, wrong, fill));
  }

  @Test
  void aPartHasTheBitsOfTheWhole() {
    for (Set<Library> libraries : MACHINES) {
      for (Sample sample : List.of(small().get(6), small().get(7), large().get(3))) {
        Fill whole = fill(sample, Method.STEWART, DType.C64);
        byte[] expected = Elements.filled(machine(libraries), whole);
        for (Region part : parts(sample.shape())) {
          assertArrayEquals(
              Elements.part(whole, expected, part),
              Elements.filled(machine(libraries), Elements.regionOf(whole, part)),
              () -> libraries + " " + sample + " " + part);
        }
      }
    }
  }

  /** A run over the ends of rows, and boxes of the stack. */
  private static List<Region> parts(Shape shape) {
    long[] start = new long[shape.rank()];
    long[] size = shape.sizes();
    for (int axis = 0; axis < size.length; axis++) {
      start[axis] = size[axis] / 3;
      size[axis] -= start[axis] + size[axis] / 4;
    }
    long[] first = new long[shape.rank()];
    long[] one = shape.sizes();
    Arrays.fill(one, 1);
    return List.of(Region.range(31, 53), Region.box(start, size), Region.box(first, one));
  }

  /** Destinations whose cells are not in the tensor's order, and narrower than the workspace. */
  @Test
  void anyStridesHoldTheSameElements() {
    for (Set<Library> libraries : MACHINES) {
      for (Sample sample : List.of(small().get(3), large().get(2))) {
        Fill fill = fill(sample, Method.STEWART, DType.F32);
        PtxDriver driver = new PtxDriver(1);
        try (CudaBackend cuda = new CudaBackend(driver, FakeLibraries.of(driver, libraries), 0)) {
          byte[] expected = Elements.filled(cuda, fill);
          long rows = sample.shape().size(0);
          long columns = sample.shape().size(1);
          byte[] transposed = new byte[expected.length];
          cuda.fill(fill, driver.allocate(transposed), new long[] {1, rows}, 0);
          byte[] packed = new byte[expected.length];
          cuda.fill(fill, driver.allocate(packed), new long[] {columns, 1}, 0);
          assertArrayEquals(expected, packed);
          assertArrayEquals(expected, transposed(transposed, rows, columns));
        }
      }
    }
  }

  private static byte[] transposed(byte[] bytes, long rows, long columns) {
    byte[] result = new byte[bytes.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int from = (int) (c * rows + r) * Float.BYTES;
        int to = (int) (r * columns + c) * Float.BYTES;
        System.arraycopy(bytes, from, result, to, Float.BYTES);
      }
    }
    return result;
  }

  /** A stack of small matrices takes as many launches as one. */
  @Test
  void aStackIsFormedAtOnce() {
    MatrixView stack = new MatrixView(List.of(1), List.of(2), List.of(0));
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend cuda = new CudaBackend(driver, new NoLibraries(), 0)) {
      assertEquals(4, launches(driver, cuda, new Sample(Shape.of(1, 6, 5), stack)));
      assertEquals(4, launches(driver, cuda, new Sample(Shape.of(7, 6, 5), stack)));
    }
  }

  private static int launches(PtxDriver driver, CudaBackend cuda, Sample sample) {
    driver.takeLog();
    Elements.filled(cuda, fill(sample, Method.STEWART, DType.F32));
    return Collections.frequency(driver.takeLog(), "cuLaunchKernel");
  }

  /** cuBLAS writes a wide matrix to where it belongs; others are stored by our kernel. */
  @Test
  void wholeColumnsNeedNoStore() {
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend cuda = new CudaBackend(driver, FakeLibraries.of(driver), 0)) {
      assertEquals(3, launches(driver, cuda, new Sample(Shape.of(4, 19), MATRIX)));
      assertEquals(4, launches(driver, cuda, new Sample(Shape.of(19, 4), MATRIX)));
      assertEquals(2, launches(driver, cuda, large().get(2)));
    }
  }

  @Test
  void aFailedCallOfTheSolverIsReportedByTheNextOne() {
    PtxDriver driver = new PtxDriver(1);
    FakeLibraries libraries = FakeLibraries.of(driver);
    Fill fill = fill(large().get(1), Method.STEWART, DType.F32);
    try (CudaBackend cuda = new CudaBackend(driver, libraries, 0)) {
      libraries.reference().setStatus(-5);
      Elements.filled(cuda, fill);
      libraries.reference().setStatus(0);
      BackendException failure =
          assertThrows(BackendException.class, () -> Elements.filled(cuda, fill));
      assertEquals(
          "an earlier fill failed, its values are not to be used: orgqr for 41 x 33 F32"
              + " orthogonal matrices left status -5",
          failure.getMessage());
      Elements.filled(cuda, fill);
    }
    assertEquals(0, driver.open());
  }

  @Test
  void onlyWhatCuSolverCanCountIsAskedOfIt() {
    assertTrue(MatrixFormer.fitsSolver(46_340, 46_340));
    assertFalse(MatrixFormer.fitsSolver(46_341, 46_341));
    assertTrue(MatrixFormer.fitsSolver(Integer.MAX_VALUE, 1));
    assertFalse(MatrixFormer.fitsSolver(1, 1L << 31));
    assertFalse(MatrixFormer.fitsSolver(1L << 32, 1L << 32));
  }
}
