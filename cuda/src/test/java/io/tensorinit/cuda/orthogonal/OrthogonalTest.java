package io.tensorinit.cuda.orthogonal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Driver.Grid;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.cuda.testkit.FakeLibraries;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Orthogonal matrices with the kernels interpreted and the libraries replaced by textbook ones. */
public class OrthogonalTest extends OrthogonalContract {
  @Override
  CudaBackend open(Set<Library> libraries) {
    PtxDriver driver = new PtxDriver(1);
    return CudaBackends.on(driver, FakeLibraries.of(driver, libraries));
  }

  /** So many matrices that the kernel for many blocks of threads serves them. */
  @Override
  List<Sample> larger(DType dtype) {
    MatrixView stack = new MatrixView(List.of(1), List.of(2), List.of(0));
    return dtype == DType.F32 ? List.of(new Sample(Shape.of(130, 5, 2), stack)) : List.of();
  }

  /** Destinations whose cells are not in the tensor's order, and narrower than the workspace. */
  @Test
  void anyStridesHoldTheSameElements() {
    for (Method method : Method.values()) {
      for (Set<Library> libraries : MACHINES) {
        if (method == Method.STEWART ? libraries.isEmpty() : libraries.contains(Library.CUSOLVER)) {
          assertAnyStrides(libraries, fill(small().get(3), method, DType.F32));
          assertAnyStrides(libraries, fill(large().get(1), method, DType.F32));
        }
      }
    }
    assertAnyStrides(MACHINES.get(0), fill(large().get(2), Method.STEWART, DType.F32));
  }

  private static void assertAnyStrides(Set<Library> libraries, Fill fill) {
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend cuda = CudaBackends.on(driver, FakeLibraries.of(driver, libraries))) {
      byte[] expected = Elements.filled(cuda, fill);
      long rows = fill.shape().size(0);
      long columns = fill.shape().size(1);
      byte[] transposed = new byte[expected.length];
      cuda.fill(fill, DeviceDestination.at(driver.allocate(transposed)).strided(1, rows));
      byte[] packed = new byte[expected.length];
      cuda.fill(fill, DeviceDestination.at(driver.allocate(packed)).strided(columns, 1));
      assertArrayEquals(expected, packed);
      assertArrayEquals(expected, transposed(transposed, rows, columns));
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
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries())) {
      assertEquals(9, launches(driver, cuda, new Sample(Shape.of(1, 6, 5), stack), Method.STEWART));
      assertEquals(9, launches(driver, cuda, new Sample(Shape.of(7, 6, 5), stack), Method.STEWART));
      assertEquals(12, launches(driver, cuda, large().get(3), Method.STEWART));
    }
  }

  private static int launches(PtxDriver driver, CudaBackend cuda, Sample sample, Method method) {
    driver.takeLog();
    Elements.filled(cuda, fill(sample, method, DType.F32));
    return Collections.frequency(driver.takeLog(), "cuLaunchKernel");
  }

  /** cuBLAS writes a wide matrix to where it belongs; others are stored by our kernel. */
  @Test
  void wholeColumnsNeedNoStore() {
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend cuda = CudaBackends.on(driver, FakeLibraries.of(driver))) {
      assertEquals(2, launches(driver, cuda, new Sample(Shape.of(4, 19), MATRIX), Method.QR));
      assertEquals(3, launches(driver, cuda, new Sample(Shape.of(19, 4), MATRIX), Method.QR));
    }
  }

  /** Rows of a tall matrix and columns of a wide one are gathered by squares, if these are full. */
  @Test
  void whatLiesAcrossTheColumnsIsStoredBySquares() {
    assertEquals(Set.of(new Grid(4, 256, 0)), squares(new Sample(Shape.of(50, 33), MATRIX), 33, 1));
    assertEquals(Set.of(), squares(new Sample(Shape.of(50, 33), MATRIX), 1, 50));
    assertEquals(Set.of(), squares(new Sample(Shape.of(33, 50), MATRIX), 50, 1));
    assertEquals(Set.of(new Grid(4, 256, 0)), squares(new Sample(Shape.of(33, 50), MATRIX), 1, 33));
    assertEquals(Set.of(), squares(new Sample(Shape.of(50, 31), MATRIX), 31, 1));
  }

  /** The grids of the kernel that takes squares. */
  private static Set<Grid> squares(Sample sample, long... strides) {
    PtxDriver driver = new PtxDriver(1);
    Fill fill = fill(sample, Method.STEWART, DType.F32);
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries())) {
      long memory = driver.allocate(new byte[4 * 50 * 33]);
      cuda.fill(fill, DeviceDestination.at(memory).strided(strides));
    }
    return driver.launches().getOrDefault("orthogonal_store_turned_f32", Set.of());
  }

  /** The default calls no library, whatever the machine has. */
  @Test
  void onlyQrAsksALibrary() {
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend cuda = CudaBackends.on(driver, FakeLibraries.of(driver))) {
      Elements.filled(cuda, fill(small().get(2), Method.STEWART, DType.C128));
      assertEquals(
          List.of(),
          driver.takeLog().stream()
              .filter(
                  call ->
                      !call.startsWith("cu")
                          || call.startsWith("cusolver")
                          || call.startsWith("cublas"))
              .toList());
    }
  }

  @Test
  void aFailedCallOfTheSolverIsReportedByTheNextWait() {
    PtxDriver driver = new PtxDriver(1);
    FakeLibraries libraries = FakeLibraries.of(driver);
    Fill fill = fill(small().get(2), Method.QR, DType.F32);
    String message =
        "a fill failed, its values are not to be used: geqrf for 37 x 11 F32 orthogonal matrices"
            + " left status -5";
    try (CudaBackend cuda = CudaBackends.on(driver, libraries);
        DeviceBuffer buffer = cuda.allocate(DType.F32, fill.shape())) {
      libraries.reference().setStatus(-5);
      assertEquals(
          message,
          assertThrows(BackendException.class, () -> Elements.filled(cuda, fill)).getMessage());
      cuda.fill(fill, buffer.destination());
      libraries.reference().setStatus(0);
      assertEquals(
          message,
          assertThrows(BackendException.class, () -> cuda.fill(fill, buffer.destination()))
              .getMessage());
      cuda.fill(fill, buffer.destination());
    }
    assertEquals(0, driver.open());
  }

  /** The default needs no library; the textbook's method says what is wrong. */
  @Test
  void aSolverThatDoesNotKnowTheDeviceIsDoneWithout() {
    PtxDriver driver = new PtxDriver(1);
    FakeLibraries libraries = FakeLibraries.of(driver, EnumSet.of(Library.CUSOLVER));
    libraries.reference().forgetDevice();
    Fill fill = fill(small().get(2), Method.STEWART, DType.F32);
    try (CudaBackend own = CudaBackends.on(new PtxDriver(1), new NoLibraries());
        CudaBackend cuda = CudaBackends.on(driver, libraries)) {
      assertArrayEquals(Elements.filled(own, fill), Elements.filled(cuda, fill));
      Fill textbook = fill(small().get(2), Method.QR, DType.F32);
      String message =
          assertThrows(CudaException.class, () -> Elements.filled(cuda, textbook)).getMessage();
      assertTrue(message.contains("CUSOLVER_STATUS_ARCH_MISMATCH"), message);
    }
    assertEquals(0, driver.open());
  }

  /** A library's question for its workspace would spoil the graph. */
  @Test
  void aCapturingStreamIsRefusedBeforeTheSolverIsAsked() {
    PtxDriver driver = new PtxDriver(1);
    Fill fill = fill(small().get(2), Method.QR, DType.F32);
    try (CudaBackend cuda = CudaBackends.on(driver, FakeLibraries.of(driver));
        DeviceBuffer buffer = cuda.allocate(DType.F32, fill.shape())) {
      driver.setCapturing(9, true);
      assertEquals(
          "stream must not be capturing: a graph cannot keep the workspace of this fill",
          assertThrows(
                  IllegalStateException.class,
                  () -> cuda.fill(fill, buffer.destination().onStream(9)))
              .getMessage());
      driver.setCapturing(9, false);
    }
  }

  /** The workspace is taken before anything is written. */
  @Test
  void memoryRunsOutBeforeTheFirstValue() {
    PtxDriver driver = new PtxDriver(1);
    Fill fill = fill(new Sample(Shape.of(20, 30), MATRIX), Method.STEWART, DType.F32);
    long workspace = new StewartMatrices(30, 20, 1, MatrixType.F32).bytes();
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries())) {
      cuda.fill(
          fill,
          DeviceDestination.at(driver.allocate(new byte[2400]))
              .strided(30, 1)); // has its table now
      cuda.trim();
      byte[] cells = new byte[2400];
      Arrays.fill(cells, (byte) 0x5a);
      byte[] before = cells.clone();
      driver.limitMemory(workspace - 1);
      String message =
          assertThrows(
                  CudaException.class,
                  () ->
                      cuda.fill(fill, DeviceDestination.at(driver.allocate(cells)).strided(30, 1)))
              .getMessage();
      assertTrue(message.contains("30 x 20 F32 orthogonal matrices"), message);
      assertArrayEquals(before, cells);
      driver.limitMemory(1 << 20);
      cuda.fill(fill, DeviceDestination.at(driver.allocate(cells)).strided(30, 1));
      assertFalse(Arrays.equals(before, cells));
    }
    assertEquals(0, driver.open());
  }

  @Test
  void onlyWhatCuSolverCanCountIsAskedOfIt() {
    assertTrue(MatrixFormer.fitsLibrary(46_340, 46_340));
    assertFalse(MatrixFormer.fitsLibrary(46_341, 46_341));
    assertTrue(MatrixFormer.fitsLibrary(Integer.MAX_VALUE, 1));
    assertFalse(MatrixFormer.fitsLibrary(1, 1L << 31));
    assertFalse(MatrixFormer.fitsLibrary(1L << 32, 1L << 32));
  }
}
