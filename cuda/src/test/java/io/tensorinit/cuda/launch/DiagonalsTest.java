package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns on zeros, set element by element: the bits of the CPU, who asks each element. */
class DiagonalsTest {
  private final PtxDriver driver = new PtxDriver(1);
  private final CudaBackend cuda = CudaBackends.on(driver, new NoLibraries());
  private final Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);

  @AfterEach
  void close() {
    cuda.close();
    cpu.close();
  }

  /** Fills device memory whose axes lie in some order, outermost first, and compares. */
  private void assertBits(Fill fill, List<Integer> order) {
    Shape region = fill.regionShape();
    byte[] elements = Elements.filled(cpu, fill);
    long[] strides = new long[region.rank()];
    long next = 1;
    for (int k = order.size() - 1; k >= 0; k--) {
      strides[order.get(k)] = next;
      next *= region.size(order.get(k));
    }
    int bytes = fill.dtype().bytes();
    byte[] expected = new byte[elements.length];
    for (int i = 0; i < elements.length / bytes; i++) {
      long cell = 0;
      for (int axis = 0; axis < strides.length; axis++) {
        cell += i / region.rowMajorStrides()[axis] % region.size(axis) * strides[axis];
      }
      System.arraycopy(elements, i * bytes, expected, Math.toIntExact(cell) * bytes, bytes);
    }
    byte[] memory = new byte[elements.length];
    Arrays.fill(memory, (byte) 0x5a);
    cuda.fill(fill, DeviceDestination.at(driver.allocate(memory)).strided(strides));
    assertArrayEquals(expected, memory, () -> fill + " in order " + order);
  }

  /** Axes of any kind, shifts and places of any size, boxes that miss the pattern. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyPatternInAnyBoxInAnyOrderOfAxes(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      int rank = 2 + random.nextInt(4);
      long[] sizes = new long[rank];
      List<Integer> order = new ArrayList<>();
      List<Long> place = new ArrayList<>();
      List<Long> shift = new ArrayList<>();
      long[] start = new long[rank];
      long[] boxSizes = new long[rank];
      for (int axis = 0; axis < rank; axis++) {
        sizes[axis] = 1 + random.nextInt(6);
        place.add(random.nextInt(8) - 2L < 0 ? -1 : random.nextLong(sizes[axis] + 1));
        shift.add(random.nextLong(-9, 10));
        start[axis] = random.nextLong(sizes[axis]);
        boxSizes[axis] = 1 + random.nextLong(sizes[axis] - start[axis]);
        order.add(axis);
      }
      List<Integer> axes = new ArrayList<>(order);
      Collections.shuffle(axes, random);
      Collections.shuffle(order, random);
      int groups = sizes[axes.get(0)] % 2 == 0 ? 1 + random.nextInt(2) : 1;
      DiagonalFill plan = new DiagonalFill(1.5, axes.get(0), axes.get(1), groups, place, shift);
      List<DType> dtypes = List.of(DType.values());
      DType dtype = dtypes.get(random.nextInt(dtypes.size()));
      Shape shape = Shape.of(sizes);
      for (Region region : List.of(Region.whole(), Region.box(start, boxSizes))) {
        assertBits(new Fill(plan, shape, dtype, Key.raw(1), region), order);
      }
    }
  }

  @Test
  void rowsAndColumnsBeyond32Bits() {
    long many = (1L << 33) + 3;
    int few = 1 << 20;
    List<Long> places = List.of(-1L, -1L);
    for (long at : new long[] {0, 995, (1L << 32) + 1000, many - 9}) {
      for (long other : new long[] {0, 995, 1000}) {
        DiagonalFill down = new DiagonalFill(2, 0, 1, 1, places, List.of((1L << 32) + 7, 3L));
        Region tall = Region.box(new long[] {at, other}, new long[] {9, 9});
        assertBits(new Fill(down, Shape.of(many, few), DType.F32, Key.raw(1), tall), List.of(0, 1));
        DiagonalFill across = new DiagonalFill(2, 0, 1, 1, places, List.of(3L, (1L << 32) + 7));
        Region wide = Region.box(new long[] {other, at}, new long[] {9, 9});
        assertBits(
            new Fill(across, Shape.of(few, many), DType.F32, Key.raw(1), wide), List.of(0, 1));
      }
    }
  }

  /** Axes that a launch cannot walk over at once. */
  @Test
  void manyAxes() {
    long[] sizes = new long[13];
    Arrays.fill(sizes, 2);
    List<Long> place = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < sizes.length; axis++) {
      place.add(axis % 3 == 1 ? 1L : -1L);
      order.add(axis);
    }
    Collections.shuffle(order, new Random(1));
    DiagonalFill plan = new DiagonalFill(-3, 4, 9, 1, place, Collections.nCopies(13, 1L));
    for (DType dtype : List.of(DType.BF16, DType.C64)) {
      assertBits(new Fill(plan, Shape.of(sizes), dtype, Key.raw(1), Region.whole()), order);
    }
  }

  /** What rounds to zero is zero, and a zero with a sign is one. */
  @ParameterizedTest
  @CsvSource({"F8_E4M3, 1e-9, 1", "F8_E4M3, -1e-9, 2", "F32, -0.0, 2", "F64, 1e-300, 2"})
  void zerosAreNotSetAgain(DType dtype, double value, int launches) {
    DiagonalFill plan = new DiagonalFill(value, 0, 1, 1, List.of(-1L, -1L), List.of(0L, 0L));
    Fill fill = new Fill(plan, Shape.of(9, 9), dtype, Key.raw(1), Region.whole());
    assertBits(fill, List.of(0, 1));
    assertEquals(launches, driver.takeLog().stream().filter("cuLaunchKernel"::equals).count());
  }
}
