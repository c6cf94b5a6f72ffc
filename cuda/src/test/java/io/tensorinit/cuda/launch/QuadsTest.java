package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boxes whose rows are cut where Philox's blocks end, wherever that is: the bits of the CPU. */
class QuadsTest {
  private static final FillPlan NORMAL = new NormalFill(0.5, 2);
  private static final FillPlan UNIFORM = new UniformFill(-1, 2, ComplexBounds.PER_PART);

  private static final List<FillPlan> PLANS =
      List.of(
          NORMAL,
          UNIFORM,
          new DiscreteFill(List.of(1.0, 2.0, -3.0), List.of(0.25, 0.5, 0.25)),
          new MaskFill(UNIFORM, new Mask.Bernoulli(0.5)),
          new MixtureFill(List.of(NORMAL, new ConstantFill(2)), List.of(0.25, 0.75)));

  /**
   * Rows of any length at any distance, at positions up to 2^40 and more, any cells between them.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anyRowsGiveTheBitsOfTheCpu(long seed) {
    Random random = new Random(seed);
    PtxDriver driver = new PtxDriver(1);
    driver.grid(3, 16);
    List<DType> dtypes = List.of(DType.values());
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries());
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      for (int i = 0; i < 60; i++) {
        long columns = 1 + random.nextInt(random.nextBoolean() ? 24 : 1 << 20);
        Shape shape = Shape.of(1 << 20, 1 + random.nextInt(5), columns);
        long[] start = new long[3];
        long[] size = new long[3];
        long[] most = {4, 3, 19};
        for (int axis = 0; axis < 3; axis++) {
          size[axis] = 1 + random.nextLong(Math.min(most[axis], shape.size(axis)));
          start[axis] = random.nextLong(shape.size(axis) - size[axis] + 1);
        }
        DType dtype = dtypes.get(i % dtypes.size());
        FillPlan plan = PLANS.get(random.nextInt(PLANS.size()));
        Fill fill = new Fill(plan, shape, dtype, Key.raw(i), Region.box(start, size));
        assertBits(cpu, cuda, driver, fill, random);
      }
    }
  }

  private static void assertBits(
      Backend cpu, CudaBackend cuda, PtxDriver driver, Fill fill, Random random) {
    byte[] elements = Elements.filled(cpu, fill);
    Shape region = fill.regionShape();
    long step = 1 + random.nextInt(2);
    long row = region.size(2) * step + random.nextInt(6);
    long[] strides = {row * region.size(1), row, step};
    int bytes = fill.dtype().bytes();
    int part = fill.dtype().partType().bytes();
    int offset = random.nextInt(3) * part;
    byte[] expected = new byte[(int) (region.size(0) * strides[0] + 1) * bytes + offset];
    Arrays.fill(expected, (byte) 0x5a);
    byte[] memory = expected.clone();
    for (int i = 0; i < elements.length / bytes; i++) {
      long cell = 0;
      for (int axis = 0; axis < 3; axis++) {
        cell += i / region.rowMajorStrides()[axis] % region.size(axis) * strides[axis];
      }
      System.arraycopy(elements, i * bytes, expected, offset + (int) cell * bytes, bytes);
    }
    long address = driver.allocate(memory);
    cuda.fill(fill, DeviceDestination.at(address + offset).strided(strides));
    assertArrayEquals(expected, memory, () -> fill + " strides " + Arrays.toString(strides));
  }

  /**
   * First column, columns, columns and rows of the whole; then quads of a row, and of all three.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 8, 16, 2, 6", // rows begin at multiples of 4
    "4, 8, 16, 2, 6",
    "1, 8, 16, 3, 9", // at 1 modulo 4
    "3, 5, 16, 2, 6",
    "3, 6, 16, 3, 9",
    "0, 8, 10, 3, 9", // at 0 or 2 modulo 4
    "1, 4, 10, 2, 6",
    "0, 8, 11, 3, 9", // anywhere
    "0, 2, 11, 2, 6",
    "0, 11, 11, 9, 9", // all rows are one
    "5, 1, 11, 0, 3", // no two positions are neighbours
  })
  void rowsAreCutAsBlocksEnd(long column, long count, long columns, long inRow, long all) {
    PlacedBox box =
        new PlacedBox(new long[] {4, column}, new long[] {3, count}, 0, new long[] {count, 1});
    BoxWalk walk = box.walk(Shape.of(100, columns).rowMajorStrides(), 1);
    assertEquals(all, walk.quads());
    assertEquals(inRow, walk.quadsInRow());
  }
}
