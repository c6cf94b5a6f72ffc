package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.DType;
import io.tensorinit.Key;
import io.tensorinit.Region;
import io.tensorinit.Shape;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.spi.Backend;
import io.tensorinit.spi.BackendOptions;
import io.tensorinit.spi.Fill;
import io.tensorinit.testkit.Elements;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Orthogonal and unitary matrices by our own kernels, interpreted: the CPU backend's, whose signs
 * and phases are pinned by known answers, to 1e-6 of the gain (float64: 1e-14).
 */
class OrthogonalTest {
  private static final double GAIN = 1.5;

  private record Sample(Shape shape, MatrixView view) {
    FillPlan plan() {
      return new OrthogonalFill(view, GAIN, OrthogonalFill.Method.STEWART);
    }
  }

  private static List<Sample> samples() {
    return List.of(
        new Sample(Shape.of(1, 1), MatrixView.columnsFrom(2, 1)),
        new Sample(Shape.of(9, 9), MatrixView.columnsFrom(2, 1)),
        new Sample(Shape.of(37, 11), MatrixView.columnsFrom(2, 1)),
        new Sample(Shape.of(4, 19), MatrixView.columnsFrom(2, 1)),
        new Sample(Shape.of(5, 6, 7), MatrixView.rowsFrom(3, 0)),
        new Sample(Shape.of(5, 6, 7), new MatrixView(List.of(1), List.of(2), List.of(0))));
  }

  @TestFactory
  Stream<DynamicTest> valuesOfTheCpu() {
    return samples().stream()
        .flatMap(
            sample ->
                Stream.of(DType.F32, DType.F64, DType.C64, DType.C128)
                    .map(
                        dtype ->
                            dynamicTest(
                                sample.shape() + " " + dtype, () -> assertClose(sample, dtype))));
  }

  private static void assertClose(Sample sample, DType dtype) {
    Fill fill = new Fill(sample.plan(), sample.shape(), dtype, Key.raw(1), Region.whole());
    double tolerance = GAIN * (dtype.isDouble() ? 1e-14 : 1e-6);
    try (CudaBackend cuda = new CudaBackend(new PtxDriver(1), new NoLibraries(), 0);
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertArrayEquals(values(cpu, fill), values(cuda, fill), tolerance);
    }
  }

  @Test
  void aPartHasTheBitsOfTheWhole() {
    Sample sample = samples().get(5);
    Fill whole = new Fill(sample.plan(), sample.shape(), DType.F32, Key.raw(1), Region.whole());
    try (CudaBackend cuda = new CudaBackend(new PtxDriver(1), new NoLibraries(), 0)) {
      byte[] expected = Elements.filled(cuda, whole);
      Fill run =
          new Fill(sample.plan(), sample.shape(), DType.F32, Key.raw(1), Region.range(31, 53));
      assertArrayEquals(
          Arrays.copyOfRange(expected, 31 * Float.BYTES, (31 + 53) * Float.BYTES),
          Elements.filled(cuda, run));
    }
  }

  private static double[] values(Backend backend, Fill fill) {
    int parts = Math.toIntExact(fill.shape().elementCount()) * fill.dtype().parts();
    if (fill.dtype().isDouble()) {
      double[] values = new double[parts];
      backend.fill(fill, Destination.of(values));
      return values;
    }
    float[] floats = new float[parts];
    backend.fill(fill, Destination.of(floats));
    double[] values = new double[parts];
    for (int i = 0; i < parts; i++) {
      values[i] = floats[i];
    }
    return values;
  }
}
