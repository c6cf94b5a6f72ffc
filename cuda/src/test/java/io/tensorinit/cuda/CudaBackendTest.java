package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.launch.WordSource;
import io.tensorinit.cuda.testkit.FakeLibraries;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Sample;
import io.tensorinit.testkit.SamplePlans;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Refusals, and that nothing leaks on any path: each call of the driver, and of cuRAND, fails in
 * turn.
 */
class CudaBackendTest {
  private static final Shape SHAPE = Shape.of(4, 3);

  private final PtxDriver driver = new PtxDriver(1);

  private static Fill fill(FillPlan plan, DType dtype) {
    return new Fill(plan, SHAPE, dtype, Key.raw(1), Region.whole());
  }

  @TestFactory
  Stream<DynamicTest> nothingLeaksWhicheverCallFails() {
    List<Sample> samples = new ArrayList<>(SamplePlans.ofAnyShape(SHAPE));
    samples.add(
        new Sample(
            "orthogonal",
            new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.STEWART),
            SHAPE));
    samples.add(
        new Sample(
            "orthogonal-qr",
            new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.QR),
            SHAPE));
    return samples.stream()
        .flatMap(
            sample ->
                Stream.of(WordSource.values())
                    .map(
                        source ->
                            dynamicTest(
                                sample.name() + " " + source,
                                () -> assertNoLeak(sample.plan(), source))));
  }

  private static void assertNoLeak(FillPlan plan, WordSource source) {
    PtxDriver counting = new PtxDriver(1);
    counting.failCall(-1);
    openAndFill(counting, plan, source);
    assertEquals(0, counting.open(), "without a failure");
    for (int call = 0; call < counting.calls(); call++) {
      PtxDriver failing = new PtxDriver(1);
      failing.failCall(call);
      CudaException failure =
          assertThrows(
              CudaException.class, () -> openAndFill(failing, plan, source), "call " + call);
      assertTrue(failure.getMessage().contains("CUDA_ERROR_LAUNCH_FAILED"), failure::getMessage);
      assertEquals(0, failing.open(), "after call " + call + " failed: " + failure.getMessage());
    }
  }

  private static void openAndFill(PtxDriver driver, FillPlan plan, WordSource source) {
    try (CudaBackend backend = new CudaBackend(driver, FakeLibraries.of(driver), 0, source)) {
      backend.fill(fill(plan, DType.BF16), Destination.of(new short[12]));
      try (DeviceBuffer buffer = backend.allocate(DType.BF16, SHAPE)) {
        backend.fill(fill(plan, DType.BF16), buffer.destination());
        buffer.copyTo(Destination.of(new short[12]));
      }
    }
  }

  @Test
  void theCallersContextIsAsItWas() {
    long own = driver.createContext(0);
    driver.setCurrentContext(own);
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0)) {
      backend.fill(fill(new ConstantFill(1), DType.F32), Destination.of(new float[12]));
      assertEquals(own, driver.currentContext());
    }
    assertEquals(own, driver.currentContext());
  }

  @Test
  void badAddressesAndStridesAreRefused() {
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0)) {
      assertRefused(
          "address must be a device pointer, was 0",
          () ->
              backend.fill(
                  fill(new ConstantFill(1), DType.F32), DeviceDestination.at(0).strided(3, 1)));
      assertRefused(
          "address must be a device pointer and a multiple of 8, was 0x1004",
          () ->
              backend.fill(
                  fill(new ConstantFill(1), DType.C128),
                  DeviceDestination.at(0x1004).strided(3, 1)));
      assertRefused(
          "strides must be one an axis of shape [4, 3], was 1",
          () ->
              backend.fill(
                  fill(new ConstantFill(1), DType.F32), DeviceDestination.at(0x1000).strided(1)));
    }
  }

  @Test
  void qrIsRefusedAtAnyDepth() {
    FillPlan qr = new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.QR);
    FillPlan deep = new SumFill(List.of(new NormalFill(0, 1), qr));
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0)) {
      assertRefused(
          "method of an orthogonal fill must be stewart on the CUDA backend without cuSOLVER, was"
              + " qr; backend cpu has both (libcusolver.so.11 not found)",
          () -> backend.fill(fill(deep, DType.F32), Destination.of(new float[12])));
    }
  }

  @Test
  void matricesThatCuSolverCannotCountAreRefused() {
    OrthogonalFill qr =
        new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.QR);
    Shape large = Shape.of(1 << 16, 1 << 15);
    FillPlan deep = new BlocksFill(1, List.of(1L, 1L << 15), List.of(new ConstantFill(0), qr));
    try (CudaBackend backend = new CudaBackend(driver, FakeLibraries.of(driver), 0)) {
      for (Fill tooLarge :
          List.of(
              new Fill(qr, large, DType.F32, Key.raw(1), Region.whole()),
              new Fill(
                  deep, large.with(1, (1 << 15) + 1), DType.F32, Key.raw(1), Region.whole()))) {
        assertRefused(
            "a matrix by method qr must have at most 2147483647 elements on the CUDA backend, was"
                + " 65536 x 32768",
            () -> backend.fill(tooLarge, DeviceDestination.at(0x1000).strided(1 << 16, 1)));
        assertTrue(backend.refusal(tooLarge.plan(), tooLarge.shape()).isPresent());
        assertTrue(backend.refusal(tooLarge.plan(), Shape.of(4, 3)).isEmpty());
      }
    }
  }

  @Test
  void devicesThatAreNotThereAreRefused() {
    BackendException refused =
        assertThrows(
            BackendException.class, () -> CudaBackendProvider.open(driver, new NoLibraries(), 3));
    assertEquals("device must lie in 0..0, was 3", refused.getMessage());
    assertEquals(0, driver.open());
  }

  @Test
  void openSaysWhatTheProviderSays() {
    assertRefused("device must be 0 or more, was -1", () -> CudaBackend.open(-1));
    if (new CudaBackendProvider().availability() instanceof Availability.Unavailable no) {
      assertEquals(
          "backend cuda cannot be used: " + no.reason(),
          assertThrows(BackendException.class, () -> CudaBackend.open(0)).getMessage());
    } else {
      int count = CudaBackend.deviceCount();
      assertEquals(
          "device must lie in 0.." + (count - 1) + ", was " + count,
          assertThrows(BackendException.class, () -> CudaBackend.open(count)).getMessage());
    }
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
