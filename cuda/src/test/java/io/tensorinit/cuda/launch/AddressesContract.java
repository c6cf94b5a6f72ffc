package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.plan.UniformFill;
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

/**
 * Device memory may begin at any multiple of a part of an element, which is half of a complex one,
 * and elements may lie at any strides: there every plan has the bits of the CPU, no access is
 * misaligned (the interpreter refuses one), and what lies between the elements stays as it was.
 */
abstract class AddressesContract {
  private static final Shape SHAPE = Shape.of(5, 3, 7);
  private static final int GUARD = 32;
  static final byte GUARD_BYTE = 0x5a;

  /** The largest distance of two elements, in elements. */
  private static final int EXTENT = 400;

  private static final List<Region> REGIONS =
      List.of(
          Region.whole(),
          Region.range(9, 61),
          Region.box(new long[] {1, 0, 2}, new long[] {3, 3, 4}));

  /**
   * Fills memory that held nothing but {@link #GUARD_BYTE}.
   *
   * @param fill the fill
   * @param bytes the size of the memory, whose address is a multiple of 256
   * @param offset how far behind it the first element goes
   * @param strides the distances of neighbours, in elements
   * @return what it holds then
   */
  abstract byte[] filled(Fill fill, int bytes, int offset, long[] strides);

  /**
   * Whether whole tensors at two addresses will do.
   *
   * @return where a fill takes long
   */
  abstract boolean isShort();

  private static Map<String, FillPlan> plans() {
    FillPlan uniform = new UniformFill(-1, 2, ComplexBounds.PER_PART);
    FillPlan normal = new NormalFill(0.5, 2);
    Map<String, FillPlan> plans = new LinkedHashMap<>();
    plans.put("constant", new ConstantFill(0.3));
    plans.put("zeros", new ConstantFill(0));
    plans.put("diagonal", new DiagonalFill(2, 0, 2, 1, List.of(0L, 1L, 0L), List.of(3L, 0L, 1L)));
    plans.put("uniform", uniform);
    plans.put("normal", normal);
    plans.put("few outcomes", new DiscreteFill(List.of(1.0, 2.0, -3.0), List.of(0.25, 0.5, 0.25)));
    plans.put(
        "discrete",
        new DiscreteFill(
            List.of(1.0, 2.0, -3.0, 0.1, 7.0), List.of(0.25, 0.25, 0.125, 0.125, 0.25)));
    plans.put("function", new FunctionFill((position, words) -> position));
    plans.put("clamped", new ClampFill(new AffineFill(normal, 2, 1), -1, 2));
    plans.put("sum", new SumFill(List.of(normal, uniform)));
    plans.put("mixture", new MixtureFill(List.of(normal, uniform), List.of(0.25, 0.75)));
    plans.put("masked", new MaskFill(normal, new Mask.Bernoulli(0.5)));
    plans.put("sparse", new MaskFill(normal, new Mask.ExactCount(15, 7, 4)));
    plans.put(
        "orthogonal",
        new OrthogonalFill(MatrixView.columnsFrom(3, 1), 1, OrthogonalFill.Method.STEWART));
    return plans;
  }

  @TestFactory
  Stream<DynamicTest> bitsOfTheCpuAtEveryMultipleOfAPart() {
    return PlanTests.inEveryDType(plans(), this::assertBits);
  }

  private void assertBits(FillPlan plan, DType dtype) {
    int part = dtype.partType().bytes();
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      // an orthogonal tensor, formed as a whole each time, is enough
      boolean wholeOnly = isShort() || plan instanceof OrthogonalFill;
      for (Region region : wholeOnly ? REGIONS.subList(0, 1) : REGIONS) {
        Fill fill = new Fill(plan, SHAPE, dtype, Key.raw(5), region);
        byte[] elements = Elements.filled(cpu, fill);
        int end = isShort() ? 2 * part : Math.max(16, 2 * part);
        for (int offset = 0; offset < end; offset = next(offset, part)) {
          for (long[] strides : layouts(fill.regionShape())) {
            byte[] expected = placed(elements, fill, offset, strides);
            String what = region + " at " + offset + " strides " + Arrays.toString(strides);
            assertArrayEquals(
                expected, filled(fill, expected.length, GUARD + offset, strides), what);
          }
        }
      }
    }
  }

  /** From an aligned address to one part beyond it, then to two, four and so on. */
  private static int next(int offset, int part) {
    return offset == 0 ? part : 2 * offset;
  }

  /** Packed, with a gap behind each row, every third element, and the first axis innermost. */
  private static List<long[]> layouts(Shape shape) {
    long[] packed = shape.rowMajorStrides();
    int rank = packed.length;
    long[] rowsApart = packed.clone();
    for (int axis = 0; axis < rank - 1; axis++) {
      rowsApart[axis] = packed[axis] / shape.size(rank - 1) * (shape.size(rank - 1) + 1);
    }
    long[] thirds = Arrays.stream(packed).map(stride -> 3 * stride).toArray();
    long[] turned = new long[rank];
    long next = 1;
    for (int axis = 0; axis < rank; axis++) {
      turned[axis] = next;
      next *= shape.size(axis);
    }
    return List.of(packed, rowsApart, thirds, turned);
  }

  private static byte[] placed(byte[] elements, Fill fill, int offset, long[] strides) {
    int bytes = fill.dtype().bytes();
    long[] rowMajor = fill.regionShape().rowMajorStrides();
    byte[] memory = new byte[2 * GUARD + EXTENT * bytes];
    Arrays.fill(memory, GUARD_BYTE);
    for (int i = 0; i < elements.length / bytes; i++) {
      long cell = 0;
      for (int axis = 0; axis < strides.length; axis++) {
        cell += i / rowMajor[axis] % fill.regionShape().size(axis) * strides[axis];
      }
      int to = GUARD + offset + Math.toIntExact(cell) * bytes;
      System.arraycopy(elements, i * bytes, memory, to, bytes);
    }
    return memory;
  }
}
