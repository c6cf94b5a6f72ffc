package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
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
import io.tensorinit.testkit.Elements;
import io.tensorinit.testkit.PlanTests;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each law's kernels, interpreted, in device memory: the bits of the CPU backend in every dtype, at
 * lengths around lines, blocks and tiles, at positions around 2^32 and 2^33, aligned to 16 bytes
 * and not, in two grids; the bytes around what is filled stay as they were.
 */
class KernelsTest {
  private static final Key KEY = Key.raw(0x0123_4567_89ab_cdefL);
  private static final Shape SHAPE = Shape.of(1L << 34);
  private static final long[] STARTS = {0, 1, 3, (1L << 32) - 2, (1L << 33) + 7};
  private static final int[] LENGTHS = {0, 1, 3, 4, 5, 255, 256, 257};

  /** The positions that a block of threads takes at a time in a fill of this size. */
  private static final int TILE = 1 << Tiles.LEAST_LOG;

  /** Blocks and threads; a grid of one block takes several tiles one after the other. */
  private static final int[][] GRIDS = {{1, 32}, {5, 3}};

  private static final int GUARD = 32;
  private static final byte GUARD_BYTE = 0x5a;

  private static Map<String, FillPlan> laws() {
    Map<String, FillPlan> laws = new LinkedHashMap<>();
    laws.put("constant", new ConstantFill(0.3));
    laws.put("uniform", new UniformFill(-1, 2, ComplexBounds.PER_PART));
    laws.put("normal", new NormalFill(0.5, 2));
    laws.put("truncated", new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.BY_VARIANCE));
    laws.put("truncated-uneven", new TruncatedNormalFill(1, 2, -1, 6, ComplexBounds.PER_PART));
    laws.put("tiny", new QuantileFill(Quantiles.logistic(0, 1e-30)));
    laws.put("truncated-far", new TruncatedNormalFill(0, 1, 5, 6, ComplexBounds.PER_PART));
    laws.put("quantile", new QuantileFill(Quantiles.exponential(1.5)));
    laws.put("few outcomes", new DiscreteFill(List.of(1.0, 2.0, -3.0), List.of(0.25, 0.5, 0.25)));
    laws.put(
        "discrete",
        new DiscreteFill(
            List.of(1.0, 2.0, -3.0, 0.1, 7.0), List.of(0.25, 0.25, 0.125, 0.125, 0.25)));
    return laws;
  }

  @TestFactory
  Stream<DynamicTest> bitsOfTheCpu() {
    return PlanTests.inEveryDType(laws(), KernelsTest::assertBits);
  }

  /**
   * The kernels that newer devices have for narrow types, laws that they must not serve, and tables
   * in more copies.
   */
  @TestFactory
  Stream<DynamicTest> bitsOfTheCpuOnNewerDevices() {
    Map<String, FillPlan> laws = laws();
    laws.put("overflowing", new NormalFill(-100, 100));
    laws.put("beyond float32", new TruncatedNormalFill(0, 1, -1e39, -1e39, ComplexBounds.PER_PART));
    return PlanTests.in(
        List.of(DType.F32, DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2, DType.C32),
        laws,
        (law, dtype) -> assertBits(hopper(), law, dtype));
  }

  private static PtxDriver hopper() {
    return new PtxDriver(1).newer(90, 227 << 10);
  }

  private static void assertBits(FillPlan plan, DType dtype) {
    assertBits(new PtxDriver(1), plan, dtype);
  }

  private static void assertBits(PtxDriver driver, FillPlan plan, DType dtype) {
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries());
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      Check check = new Check(plan, dtype, driver, cuda, cpu);
      for (long start : STARTS) {
        for (int length : LENGTHS) {
          check.inBothGrids(start, length);
        }
      }
      int tile = TILE / dtype.partCount();
      for (int length : new int[] {tile - 1, tile, tile + 1}) {
        check.inBothGrids(0, length);
      }
      check.inBothGrids((1L << 33) + 7, tile);
    }
  }

  /** One law in one dtype, at every alignment of a part below 16 bytes in turn. */
  private static final class Check {
    private final FillPlan plan;
    private final DType dtype;
    private final PtxDriver driver;
    private final CudaBackend cuda;
    private final Backend cpu;
    private int turn;

    Check(FillPlan plan, DType dtype, PtxDriver driver, CudaBackend cuda, Backend cpu) {
      this.plan = plan;
      this.dtype = dtype;
      this.driver = driver;
      this.cuda = cuda;
      this.cpu = cpu;
    }

    void inBothGrids(long start, int length) {
      Fill fill = new Fill(plan, SHAPE, dtype, KEY, Region.range(start, length));
      byte[] expected = Elements.filled(cpu, fill);
      // one further with each start: a length meets other alignments there
      int alignments = 16 / dtype.partType().bytes();
      int offset = (turn + turn / LENGTHS.length) % alignments * dtype.partType().bytes();
      turn++;
      for (int[] grid : GRIDS) {
        driver.grid(grid[0], grid[1]);
        assertArrayEquals(
            guarded(expected, offset), filled(cuda, driver, fill, expected.length, offset));
      }
    }
  }

  /** Large fills take large tiles; here a run across the ends of tiles of each size. */
  @ParameterizedTest
  @ValueSource(ints = {12, 13, 16, 18})
  void tilesOfAnySizeGiveTheSameBits(int log) {
    long first = (3L << Tiles.MOST_LOG) - 130;
    int count = 4400;
    byte[] expected = new byte[count * Float.BYTES];
    PtxDriver driver = new PtxDriver(1);
    driver.grid(2, 32);
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries())) {
      UniformFill plan = new UniformFill(-1, 2, ComplexBounds.PER_PART);
      Fill fill = new Fill(plan, SHAPE, DType.F32, KEY, Region.range(first, count));
      cuda.fill(fill, DeviceDestination.at(driver.allocate(expected)));
      byte[] filled = new byte[expected.length];
      Arguments arguments = DistributionArgument.of(plan, DType.F32).struct();
      RoundKeys.addTo(arguments, KEY, false);
      arguments.add(driver.allocate(filled)).add(first).add((long) count).add(log);
      CudaBackends.inContext(
          cuda,
          () ->
              new Kernels(driver, driver.device(0))
                  .launchBlocks(
                      "fill_uniform",
                      "fill_uniform_f32",
                      Tiles.count(first, count, log),
                      0,
                      arguments));
      assertArrayEquals(expected, filled);
    }
    assertEquals(Tiles.LEAST_LOG, Tiles.log(1 << 25));
    assertEquals(Tiles.LEAST_LOG + 1, Tiles.log((1L << 25) + 4096));
    assertEquals(Tiles.MOST_LOG_OF_MANY_BLOCKS, Tiles.log(1L << 40));
  }

  /** Of a kernel whose blocks all run at a time: here 264 of 512 threads. */
  @ParameterizedTest
  @CsvSource({
    "1, 4, 12",
    "1000000, 4, 12",
    "2000000, 4, 13",
    "33554432, 4, 17",
    "33554432, 16, 17",
    "5000, 16, 12",
    "2000000, 16, 13",
    "1073741824, 4, 18",
    "1073741824, 8, 18",
  })
  void theBusiestBlockHasTheLeastToDo(long count, int together, int log) {
    assertEquals(log, Tiles.log(its -> Tiles.count(5, count, its), 264, 512, together));
  }

  private static byte[] guarded(byte[] content, int offset) {
    byte[] all = new byte[content.length + 2 * GUARD];
    Arrays.fill(all, GUARD_BYTE);
    System.arraycopy(content, 0, all, GUARD + offset, content.length);
    return all;
  }

  private static byte[] filled(
      CudaBackend cuda, PtxDriver driver, Fill fill, int bytes, int offset) {
    byte[] device = guarded(new byte[bytes], offset);
    Arrays.fill(device, GUARD_BYTE);
    long address = driver.allocate(device);
    cuda.fill(fill, DeviceDestination.at(address + GUARD + offset));
    return device;
  }
}
