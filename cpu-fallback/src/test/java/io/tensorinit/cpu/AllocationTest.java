package io.tensorinit.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a fill leaves to the garbage collector once the backend has filled before, counted exactly
 * for the calling thread. Least of some fills: code that is not compiled yet allocates more, and a
 * try of another lane may fall into one.
 */
class AllocationTest {
  /** Of a fill of any size, by code that is compiled or not. */
  private static final long SMALL = 8_192;

  /** Scratch of a chunk takes 65536 bytes and more; words of a tile 4096. */
  private static final double AN_ELEMENT = 0.25;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Backend backend = new CpuBackend(1);

  @BeforeEach
  void isCounted() {
    assumeTrue(
        threads.isThreadAllocatedMemorySupported(), "this Java counts no thread's allocations");
    threads.setThreadAllocatedMemoryEnabled(true);
  }

  static Stream<FillPlan> plans() {
    FillPlan normal = new NormalFill(0, 1);
    FillPlan uniform = new UniformFill(-1, 1, ComplexBounds.PER_PART);
    return Stream.of(
        new ConstantFill(1),
        uniform,
        normal,
        new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART),
        new MaskFill(normal, new Mask.Bernoulli(0.1)),
        new MaskFill(normal, new Mask.Bernoulli(0.5)),
        new MaskFill(normal, new Mask.Bernoulli(0.9)),
        new NoiseFill(uniform, normal),
        new MixtureFill(List.of(uniform, normal), List.of(0.5, 0.5)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void noScratchIsMadeForAFill(FillPlan plan) {
    for (DType dtype : List.of(DType.F32, DType.BF16, DType.F8_E5M2, DType.F64, DType.C64)) {
      for (int elements : new int[] {10, 1_000, 100_000}) {
        Fill fill = new Fill(plan, Shape.of(elements), dtype, Key.raw(1), Region.whole());
        long allocated = leastAllocated(fill, destination(dtype, elements));
        assertTrue(
            allocated <= SMALL + AN_ELEMENT * elements,
            elements + " elements of " + dtype + ": " + allocated + " bytes");
      }
    }
  }

  /**
   * A band of a strip takes a bit an element, which is kept until others are decided; each group of
   * its columns is described by an object, until that is compiled.
   */
  @Test
  void aMaskThatCountsMakesLittleMoreThanItsBits() {
    for (DType dtype : List.of(DType.F32, DType.BF16, DType.F64)) {
      for (int[] sizes : new int[][] {{2, 5}, {4, 250}, {400, 250}}) {
        Shape shape = Shape.of(sizes[0], sizes[1]);
        Mask mask = new Mask.ExactCount(sizes[0], sizes[1], sizes[0] - 1);
        FillPlan plan = new MaskFill(new NormalFill(0, 1), mask);
        Fill fill = new Fill(plan, shape, dtype, Key.raw(1), Region.whole());
        int elements = sizes[0] * sizes[1];
        long allocated = leastAllocated(fill, destination(dtype, elements));
        assertTrue(
            allocated <= SMALL + 2 * AN_ELEMENT * elements,
            shape + " of " + dtype + ": " + allocated + " bytes");
      }
    }
  }

  private static Destination destination(DType dtype, int elements) {
    return switch (dtype) {
      case F64 -> Destination.of(new double[elements]);
      case BF16 -> Destination.of(new short[elements]);
      case F8_E5M2 -> Destination.of(new byte[elements]);
      default -> Destination.of(new float[elements * dtype.partCount()]);
    };
  }

  private long leastAllocated(Fill fill, Destination destination) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      backend.fill(fill, destination);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
