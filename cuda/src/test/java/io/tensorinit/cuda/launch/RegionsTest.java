package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.PlanTests;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Compositions over runs, boxes and column-major strides with gaps: the bits of the CPU backend.
 */
class RegionsTest {
  private static final Key KEY = Key.raw(0x0123_4567_89ab_cdefL);
  private static final FillPlan NORMAL = new NormalFill(0.5, 2);
  private static final FillPlan UNIFORM = new UniformFill(-1, 2, ComplexBounds.PER_PART);
  private static final FillPlan TRUNCATED =
      new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.BY_VARIANCE);

  private static final Shape MATRIX = Shape.of(37, 11);
  private static final Shape CUBE = Shape.of(5, 6, 7);

  private static Map<String, FillPlan> plansOfMatrices() {
    Map<String, FillPlan> plans = new LinkedHashMap<>();
    plans.put("constant", new ConstantFill(1.25));
    plans.put("exact count", new MaskFill(NORMAL, new Mask.ExactCount(37, 11, 12)));
    plans.put("rolled diagonal", new DiagonalFill(2, 0, 1, 1, List.of(0L, 0L), List.of(3L, 1L)));
    plans.put(
        "blocks",
        new BlocksFill(0, List.of(10L, 27L), List.of(NORMAL, new AffineFill(UNIFORM, 2, -0.0))));
    plans.put("nested", nested());
    return plans;
  }

  private static FillPlan nested() {
    return new AffineFill(
        new MaskFill(
            new SumFill(
                List.of(NORMAL, new MixtureFill(List.of(UNIFORM, TRUNCATED), List.of(0.5, 0.5)))),
            new Mask.Bernoulli(0.6)),
        0.5,
        0.25);
  }

  private static Map<String, FillPlan> plansOfCubes() {
    Map<String, FillPlan> plans = new LinkedHashMap<>();
    // the mask's matrix, flattened, is the tensor
    plans.put("exact count", new MaskFill(NORMAL, new Mask.ExactCount(15, 14, 6)));
    plans.put("dirac", new DiagonalFill(1, 0, 1, 1, List.of(-1L, -1L, 3L), List.of(0L, 0L, 0L)));
    FillPlan blocks =
        new BlocksFill(
            1,
            List.of(2L, 4L),
            List.of(
                NORMAL,
                new OverlayFill(
                    UNIFORM,
                    (Region.Box) Region.box(new long[] {1, 0, 2}, new long[] {2, 4, 3}),
                    TRUNCATED)));
    plans.put("blocks", blocks);
    plans.put("masked blocks", new MaskFill(blocks, new Mask.Bernoulli(0.5)));
    plans.put("nested", nested());
    return plans;
  }

  @TestFactory
  Stream<DynamicContainer> bitsOfTheCpu() {
    return Stream.of(
        tests(MATRIX, plansOfMatrices(), Region.box(new long[] {2, 3}, new long[] {5, 4})),
        tests(CUBE, plansOfCubes(), Region.box(new long[] {1, 0, 2}, new long[] {3, 6, 4})));
  }

  private static DynamicContainer tests(Shape shape, Map<String, FillPlan> plans, Region box) {
    return dynamicContainer(
        shape.toString(),
        PlanTests.inEveryDType(plans, (plan, dtype) -> assertBits(plan, shape, dtype, box)));
  }

  private static void assertBits(FillPlan plan, Shape shape, DType dtype, Region box) {
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries());
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      for (Region region : List.of(Region.whole(), Region.range(5, 101), box)) {
        Fill fill = new Fill(plan, shape, dtype, KEY, region);
        assertArrayEquals(filled(cpu, fill, false), filled(cuda, fill, false), region::toString);
        assertArrayEquals(filled(cpu, fill, true), filled(cuda, fill, true), region::toString);
      }
    }
  }

  /** Every other element of memory, first axis innermost; what lies between stays as it was. */
  private static byte[] filled(Backend backend, Fill fill, boolean strided) {
    Shape shape = fill.regionShape();
    int elements = Math.toIntExact(shape.elementCount());
    ByteBuffer memory =
        ByteBuffer.allocate((2 * elements + 3) * fill.dtype().bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(memory.array(), (byte) 0x5a);
    HostDestination destination = Destination.littleEndian(memory);
    if (strided) {
      long[] strides = new long[shape.rank()];
      long next = 2;
      for (int axis = 0; axis < strides.length; axis++) {
        strides[axis] = next;
        next *= shape.size(axis);
      }
      destination = destination.strided(1, strides);
    }
    backend.fill(fill, destination);
    return memory.array();
  }
}
