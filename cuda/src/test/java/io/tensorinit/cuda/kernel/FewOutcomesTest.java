package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Discrete distributions without a table: which they are, and that they choose as the law does. */
class FewOutcomesTest {
  private static List<Integer> struct(DiscreteFill plan, DType cellType) {
    ByteBuffer bytes =
        FewOutcomes.of(plan, cellType)
            .orElseThrow()
            .struct()
            .bytes()
            .order(ByteOrder.LITTLE_ENDIAN);
    return List.of(
        bytes.getInt(),
        bytes.getInt(),
        bytes.getInt(),
        bytes.getInt(),
        bytes.getInt(),
        bytes.getInt(),
        bytes.getInt());
  }

  /** T = rint((p_0 + ... + p_k) 2^32); 1.0 in bfloat16 is 0x3f80, 2.0 is 0x4000, -3.0 0xc040. */
  @Test
  void theLastWordOfEachOutcomeAndTheCells() {
    assertEquals(
        List.of(0x3fffffff, 0xbfffffff, -1, 0x3f80, 0x4000, 0xc040, 0xc040),
        struct(new DiscreteFill(List.of(1.0, 2.0, -3.0), List.of(0.25, 0.5, 0.25)), DType.BF16));
  }

  @Test
  void whatCannotComeTakesNoPlace() {
    List<Double> values = List.of(9.0, 1.0, 9.0, 2.0, 9.0, -3.0, 9.0);
    List<Double> probabilities = List.of(0.0, 0.25, 0.0, 0.5, 1e-11, 0.25, 0.0);
    assertEquals(
        List.of(0x3fffffff, 0xbfffffff, -1, 0x3f80, 0x4000, 0xc040, 0xc040),
        struct(new DiscreteFill(values, probabilities), DType.BF16));
    assertEquals(
        List.of(-1, -1, -1, 0x3f80, 0x3f80, 0x3f80, 0x3f80),
        struct(new DiscreteFill(List.of(1.0, 2.0), List.of(1.0, 0.0)), DType.BF16));
  }

  @Test
  void moreThanFourHaveATable() {
    List<Double> fifths = List.of(0.2, 0.2, 0.2, 0.2, 0.2);
    DiscreteFill plan = new DiscreteFill(List.of(1.0, 2.0, 3.0, 4.0, 5.0), fifths);
    assertTrue(FewOutcomes.of(plan, DType.F32).isEmpty());
  }

  /** One to six outcomes, the most unlikely ones among them, against the CPU's search. */
  @ParameterizedTest
  @EnumSource(DType.class)
  void bitsOfTheCpu(DType dtype) {
    Random random = new Random(7);
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries());
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      for (int outcomes = 1; outcomes <= 6; outcomes++) {
        double[] probabilities = new double[outcomes];
        Double[] values = new Double[outcomes];
        double left = 1;
        for (int k = 0; k < outcomes; k++) {
          probabilities[k] = k == outcomes - 1 ? left : left * random.nextInt(4) / 4;
          left -= probabilities[k];
          values[k] = random.nextGaussian();
        }
        DiscreteFill plan =
            new DiscreteFill(List.of(values), Arrays.stream(probabilities).boxed().toList());
        Fill fill = new Fill(plan, Shape.of(7, 31), dtype, Key.raw(outcomes), Region.whole());
        byte[] expected = Elements.filled(cpu, fill);
        byte[] memory = new byte[expected.length];
        cuda.fill(fill, DeviceDestination.at(driver.allocate(memory)));
        assertArrayEquals(expected, memory, plan::toString);
      }
    }
  }
}
