package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which kernel fills a run of a narrow type: {@link KernelsTest} sees that the bits are the same.
 */
class PackedStoresTest {
  private static final FillPlan NORMAL = new NormalFill(0, 1);

  /** A device whose driver takes no PTX for newer devices, if it is so old. */
  private static final class Device extends PtxDriver {
    private final List<String> launched = new ArrayList<>();
    private final int refusal;
    private int loaded;

    Device(int capability, int refusal) {
      super(1);
      newer(capability, 96 << 10);
      this.refusal = refusal;
    }

    @Override
    public synchronized long loadModule(byte[] ptx, String what) {
      if (refusal != 0 && what.contains(".sm_")) {
        loaded++;
        throw new CudaException("cuModuleLoadData", refusal, "CUDA_ERROR", what);
      }
      return super.loadModule(ptx, what);
    }

    @Override
    public synchronized void launch(
        long function, Grid asked, long stream, Arguments arguments, String what) {
      launched.add(what);
      super.launch(function, asked, stream, arguments, what);
    }
  }

  private static void fill(CudaBackend backend, PtxDriver driver, FillPlan plan, DType dtype) {
    long address = driver.allocate(new byte[64]);
    Fill fill = new Fill(plan, Shape.of(5), dtype, Key.raw(1), Region.whole());
    backend.fill(fill, DeviceDestination.at(address));
  }

  private static String kernel(int capability, FillPlan plan, DType dtype) {
    Device device = new Device(capability, 0);
    try (CudaBackend backend = CudaBackends.on(device, new NoLibraries())) {
      fill(backend, device, plan, dtype);
    }
    return device.launched.get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "70, BF16, fill_normal_bf16",
    "75, F16, fill_normal_f16",
    "80, BF16, fill_normal_bf16_packed",
    "86, C32, fill_normal_f16_packed",
    "86, F8_E4M3, fill_normal_f8_e4m3",
    "89, F8_E4M3, fill_normal_f8_e4m3_packed",
    "90, F8_E5M2, fill_normal_f8_e5m2_packed",
    "120, F16, fill_normal_f16_packed",
    "120, F32, fill_normal_f32",
    "120, F64, fill_normal_f64",
  })
  void theDeviceAndTheTypeDecide(int capability, DType dtype, String kernel) {
    assertEquals(kernel, kernel(capability, NORMAL, dtype));
  }

  @Test
  void soDoesTheLawIn8Bits() {
    DType dtype = DType.F8_E4M3;
    String uniform = "fill_uniform_f8_e4m3";
    assertEquals(
        uniform + "_packed", kernel(89, new UniformFill(-448, 448, ComplexBounds.PER_PART), dtype));
    assertEquals(uniform, kernel(89, new UniformFill(-449, 448, ComplexBounds.PER_PART), dtype));
    String normal = "fill_normal_f8_e4m3";
    assertEquals(normal + "_packed", kernel(89, new NormalFill(-128, 49), dtype));
    assertEquals(normal, kernel(89, new NormalFill(-128, 51), dtype));
    assertEquals("fill_normal_f8_e5m2_packed", kernel(89, new NormalFill(-128, 51), DType.F8_E5M2));
    assertEquals("fill_normal_bf16_packed", kernel(89, new NormalFill(0, 1e38), DType.BF16));
    String quantile = "fill_quantile_f8_e4m3";
    FillPlan bounded = new TruncatedNormalFill(0, 300, -400, 448, ComplexBounds.PER_PART);
    assertEquals(quantile + "_packed", kernel(89, bounded, dtype));
    FillPlan open =
        new TruncatedNormalFill(0, 300, -400, Double.POSITIVE_INFINITY, ComplexBounds.PER_PART);
    assertEquals(quantile, kernel(89, open, dtype));
    FillPlan odd = new TruncatedNormalFill(0, 300, -448, 448, ComplexBounds.PER_PART);
    assertEquals("fill_truncated_f8_e4m3_packed", kernel(89, odd, dtype));
    // finite, but infinite in float32: a constant that overflows
    FillPlan beyond = new TruncatedNormalFill(0, 1, 1e39, 1e39, ComplexBounds.PER_PART);
    assertEquals("fill_truncated_f8_e4m3", kernel(89, beyond, dtype));
    assertEquals(
        quantile + "_packed", kernel(89, new QuantileFill(Quantiles.exponential(1)), dtype));
    assertEquals(
        "fill_truncated_f8_e4m3", kernel(89, new QuantileFill(Quantiles.cauchy(0, 1)), dtype));
    assertEquals(quantile, kernel(89, new QuantileFill(Quantiles.cauchy(1, 1)), dtype));
    assertEquals(
        "fill_few_f8_e4m3", kernel(89, new DiscreteFill(List.of(1.0), List.of(1.0)), dtype));
  }

  /** Refused once for each file, and not asked again. */
  @ParameterizedTest
  @CsvSource({"209", "218", "222"})
  void aDriverThatIsTooOldForTheFileGetsTheOther(int refusal) {
    Device device = new Device(89, refusal);
    try (CudaBackend backend = CudaBackends.on(device, new NoLibraries())) {
      fill(backend, device, NORMAL, DType.BF16);
      fill(backend, device, NORMAL, DType.BF16);
      fill(backend, device, NORMAL, DType.F8_E5M2);
    }
    assertEquals(
        List.of("fill_normal_bf16", "fill_normal_bf16", "fill_normal_f8_e5m2"), device.launched);
    assertEquals(2, device.loaded);
  }

  @Test
  void anyOtherFailureIsOne() {
    Device device = new Device(89, 2);
    try (CudaBackend backend = CudaBackends.on(device, new NoLibraries())) {
      assertThrows(CudaException.class, () -> fill(backend, device, NORMAL, DType.BF16));
    }
    assertEquals(List.of(), device.launched);
  }
}
