package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.function.Quantile;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.random.QuantileTable;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kernels fill a run of a continuous distribution, and that each has the law's bits. */
class TableDistributionTest {
  private static final int COUNT = 20_000;

  private static String runs(ContinuousFill plan) {
    return TableDistribution.of(plan, DType.F32).alone(0, 64 << 10).runs();
  }

  private static TruncatedNormalFill truncated(double low, double high) {
    return new TruncatedNormalFill(0, 1, low, high, ComplexBounds.PER_PART);
  }

  @Test
  void oddDistributionsHaveKernelsOfTheirOwn() {
    assertEquals("normal", runs(new NormalFill(1, 2)));
    assertEquals("truncated", runs(truncated(-2, 2)));
    assertEquals("truncated", runs(new QuantileFill(Quantiles.logistic(0, 1))));
    assertEquals("quantile", runs(truncated(-2, 2.5)));
    assertEquals("quantile", runs(new QuantileFill(Quantiles.logistic(1, 1))));
  }

  /** Their kernels divide coefficients by 2^81, which must not make any of them inexact. */
  @Test
  void butNotWhereTheirNumbersAreTiny() {
    assertEquals("truncated", runs(new QuantileFill(Quantiles.logistic(0, 1e-10))));
    assertEquals("quantile", runs(new QuantileFill(Quantiles.logistic(0, 1e-12))));
    assertEquals("truncated", runs(truncated(-1e-10, 1e-10)));
    assertEquals("quantile", runs(truncated(-1e-12, 1e-12)));
  }

  @Test
  void aRowCountsByItsLargestNumber() {
    float[] row = {0, -0x1p-40f, Float.MIN_VALUE, 0};
    assertTrue(TableDistribution.keepsBitsInSteps(row));
    row[1] = Math.nextUp(-0x1p-40f);
    assertFalse(TableDistribution.keepsBitsInSteps(row));
    assertTrue(TableDistribution.keepsBitsInSteps(new float[4]));
    QuantileTable.Float32 normal = QuantileTable.Float32.standardNormal();
    assertTrue(TableDistribution.keepsBitsInSteps(normal.coefficients()));
  }

  /** Around the smallest numbers with kernels of their own, and where there are none. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e-9, 3e-11, 1e-11, 3e-12, 1e-13, 1e-36, 1e30})
  void theBitsAreTheLaws(double scale) {
    Quantile quantile = Quantiles.logistic(0, scale);
    Fill fill =
        new Fill(
            new QuantileFill(quantile),
            Shape.of(COUNT),
            DType.F32,
            Key.raw(0x0123_4567_89ab_cdefL),
            Region.whole());
    float[] onCpu = new float[COUNT];
    float[] onDevice = new float[COUNT];
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);
        CudaBackend cuda = CudaBackends.on(new PtxDriver(1), new NoLibraries())) {
      cpu.fill(fill, Destination.of(onCpu));
      cuda.fill(fill, Destination.of(onDevice));
    }
    assertArrayEquals(onCpu, onDevice);
  }
}
