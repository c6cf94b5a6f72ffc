package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

/**
 * What every backend keeps, extended by each unchanged: the known answers, the law element by
 * element, the same bits for any part of a tensor, and refusals before anything is written. See
 * also {@link MemoryContract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract {
  private static final Key KEY = Key.raw(0x9e3779b97f4a7c15L);

  private static final int ROWS = 37;

  /** One dtype for each way of computing and storing. */
  private static final List<DType> WAYS =
      List.of(DType.F32, DType.F64, DType.BF16, DType.F8_E4M3, DType.C64, DType.C128);

  private Backend backend;

  /**
   * Opens the backend under test.
   *
   * @return the backend; the contract closes it
   */
  protected abstract Backend open();

  /**
   * The columns of the larger tensors, of 37 rows: by default more elements than two chunks of a
   * backend are likely to have, in no round number.
   *
   * @return fewer where a fill takes long
   */
  protected int columns() {
    return 1201;
  }

  /**
   * The largest block around whose size tensors are filled.
   *
   * @return less where a fill takes long
   */
  protected int largestBlock() {
    return 1 << 16;
  }

  /**
   * The methods of orthogonal fills the backend has; others it must refuse, which its own tests
   * check.
   *
   * @return all unless overridden
   */
  protected Set<OrthogonalFill.Method> methods() {
    return EnumSet.allOf(OrthogonalFill.Method.class);
  }

  /**
   * Whether orthogonal matrices are also filled in parts, each of which forms the whole matrix.
   *
   * @return false where that takes too long; true unless overridden
   */
  protected boolean orthogonalInParts() {
    return true;
  }

  private boolean isFilledInParts(FillPlan plan) {
    if (plan instanceof BlocksFill blocks) {
      return blocks.blocks().stream().allMatch(this::isFilledInParts);
    }
    return !(plan instanceof OrthogonalFill matrix)
        || (orthogonalInParts() && methods().contains(matrix.method()));
  }

  private Shape large() {
    return Shape.of(ROWS, columns());
  }

  @BeforeAll
  void openBackend() {
    backend = open();
  }

  @AfterAll
  void closeBackend() {
    if (backend != null) {
      backend.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> knownAnswers() {
    return FillAnswers.rows().stream()
        .map(row -> dynamicTest(row.toString(), () -> assertKnown(row)));
  }

  private void assertKnown(FillAnswers.Row row) {
    Region region = Region.range(row.start(), row.bits().size() / row.dtype().partCount());
    Sample sample = row.sample();
    Fill fill = new Fill(sample.plan(), sample.shape(), row.dtype(), row.key(), region);
    assertEquals(row.bits(), Elements.parts(fill, Elements.filled(backend, fill)));
  }

  @TestFactory
  Stream<DynamicTest> orthogonalMatricesFollowTheLawsText() {
    return OrthogonalAnswers.byMatrix().entrySet().stream()
        .filter(answer -> methods().contains(OrthogonalFill.Method.valueOf(answer.getKey().get(0))))
        .map(
            answer ->
                dynamicTest(
                    String.join(" ", answer.getKey()),
                    () -> OrthogonalAnswers.check(backend, answer.getKey(), answer.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> everyElementFollowsTheLaw() {
    List<Sample> samples = new ArrayList<>(SamplePlans.ofTheirShapes());
    samples.addAll(SamplePlans.ofAnyShape(Shape.of(7, 11, 5)));
    return crossed(samples, Arrays.asList(DType.values()))
        .map(fill -> dynamicTest(Elements.describe(fill), () -> assertLaw(fill)));
  }

  @TestFactory
  Stream<DynamicTest> sizesAroundBlocks() {
    List<Sample> samples = new ArrayList<>();
    for (int block : new int[] {2, 4, 1 << 10, 1 << 14, 1 << 16}) {
      if (block > largestBlock()) {
        break;
      }
      for (long size = block - 1; size <= block + 1; size++) {
        samples.add(new Sample("normal", new NormalFill(0.5, 2), Shape.of(size)));
      }
    }
    samples.addAll(SamplePlans.ofAnyShape(Shape.of(0)));
    samples.addAll(SamplePlans.ofAnyShape(Shape.of(3, 0, 2)));
    samples.addAll(SamplePlans.ofAnyShape(Shape.scalar()));
    return crossed(samples, List.of(DType.F32, DType.F64, DType.BF16, DType.C64))
        .map(fill -> dynamicTest(Elements.describe(fill), () -> assertLaw(fill)));
  }

  private void assertLaw(Fill fill) {
    List<Long> actual = Elements.parts(fill, Elements.filled(backend, fill));
    int parts = fill.dtype().partCount();
    List<Long> expected = new ArrayList<>();
    Region.Run run =
        (wholeIndex, regionIndex, length) -> {
          for (long i = 0; i < length * parts; i++) {
            expected.add(
                ElementLaw.bits(
                    fill.plan(),
                    fill.shape(),
                    fill.dtype(),
                    fill.key(),
                    wholeIndex + i / parts,
                    (int) (i % parts)));
          }
        };
    fill.region().forEachRun(fill.shape(), run);
    assertEquals(expected, actual);
  }

  @TestFactory
  Stream<DynamicTest> anyPartHasTheBitsOfTheWhole() {
    List<Sample> samples = new ArrayList<>(SamplePlans.ofTheirShapes());
    samples.addAll(SamplePlans.orthogonal());
    samples.addAll(SamplePlans.ofAnyShape(large()));
    samples.add(
        new Sample(
            "sparse-large",
            new MaskFill(new NormalFill(0, 1), new Mask.ExactCount(ROWS, columns(), 30)),
            large()));
    samples.removeIf(sample -> !isFilledInParts(sample.plan()));
    return crossed(samples, WAYS)
        .map(fill -> dynamicTest(Elements.describe(fill), () -> assertParts(fill)));
  }

  private void assertParts(Fill whole) {
    byte[] expected = Elements.filled(backend, whole);
    assertArrayEquals(expected, inSlices(whole, false), "13 uneven slices");
    assertArrayEquals(expected, inSlices(whole, true), "slices in reverse order");
    for (Region box : boxes(whole.shape())) {
      assertArrayEquals(
          Elements.part(whole, expected, box),
          Elements.filled(backend, Elements.regionOf(whole, box)),
          box::toString);
    }
  }

  /** The whole, made of slices whose sizes grow as squares do. */
  private byte[] inSlices(Fill whole, boolean reversed) {
    int slices = 13;
    long elements = whole.shape().elementCount();
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < slices; k++) {
      order.add(k);
    }
    if (reversed) {
      Collections.reverse(order);
    }
    byte[] bytes = new byte[Math.toIntExact(elements * whole.dtype().bytes())];
    for (int k : order) {
      long start = elements * k * k / (slices * slices);
      long end = elements * (k + 1) * (k + 1) / (slices * slices);
      Fill slice = Elements.regionOf(whole, Region.range(start, end - start));
      byte[] part = Elements.filled(backend, slice);
      System.arraycopy(part, 0, bytes, (int) start * whole.dtype().bytes(), part.length);
    }
    return bytes;
  }

  /** Boxes at the beginning, in the middle and at the end, and one a column wide. */
  private static List<Region> boxes(Shape shape) {
    List<Region> boxes = new ArrayList<>();
    long[] sizes = shape.sizes();
    for (int k = 0; k < 4; k++) {
      long[] start = new long[sizes.length];
      long[] size = new long[sizes.length];
      for (int axis = 0; axis < sizes.length; axis++) {
        boolean column = k == 3 && axis == sizes.length - 1;
        size[axis] = column ? Math.min(1, sizes[axis]) : (sizes[axis] + 1) / 2;
        start[axis] = (sizes[axis] - size[axis]) * Math.min(k, 2) / 2;
      }
      boxes.add(Region.box(start, size));
    }
    return boxes;
  }

  @TestFactory
  Stream<DynamicTest> indicesBeyond32Bits() {
    List<Fill> fills = new ArrayList<>();
    for (DType dtype : WAYS) {
      for (Sample sample : SamplePlans.ofAnyShape(Shape.of(3, 1L << 34))) {
        fills.add(fill(sample, dtype, Region.range((1L << 33) - 5, 11)));
        fills.add(fill(sample, dtype, Region.box(new long[] {1, 7}, new long[] {2, 9})));
      }
      for (Sample sample : SamplePlans.ofAnyShape(Shape.of(Long.MAX_VALUE))) {
        fills.add(fill(sample, dtype, Region.range(Long.MAX_VALUE - 7, 7)));
        fills.add(fill(sample, dtype, Region.range((1L << 62) - 3, 7)));
      }
    }
    return fills.stream().map(fill -> dynamicTest(Elements.describe(fill), () -> assertLaw(fill)));
  }

  @Test
  void theSameFillGivesTheSameBitsAgainAndAtOnce() {
    Sample sample = new Sample("normal", new NormalFill(0, 1), large());
    byte[] expected = Elements.filled(backend, fill(sample, DType.F32, Region.whole()));
    List<byte[]> results =
        Stream.generate(() -> fill(sample, DType.F32, Region.whole()))
            .limit(16)
            .parallel()
            .map(fill -> Elements.filled(backend, fill))
            .toList();
    results.forEach(bytes -> assertArrayEquals(expected, bytes));
  }

  /** Small ones of every kind, one without elements, and one of several chunks among them. */
  @Test
  void manyFillsAtOnceGiveTheBitsOfEach() {
    List<Sample> samples = new ArrayList<>(SamplePlans.ofAnyShape(Shape.of(3, 5)));
    samples.addAll(SamplePlans.ofTheirShapes());
    samples.add(new Sample("normal", new NormalFill(0, 1), Shape.of(0, 4)));
    List<Fill> fills = new ArrayList<>(crossed(samples, WAYS).toList());
    fills.add(
        20, fill(new Sample("normal", new NormalFill(0, 1), large()), DType.F32, Region.whole()));
    List<byte[]> together = Elements.filledAtOnce(backend, fills);
    for (int i = 0; i < fills.size(); i++) {
      Fill fill = fills.get(i);
      assertArrayEquals(
          Elements.filled(backend, fill), together.get(i), () -> Elements.describe(fill));
    }
    backend.fillAll(List.of());
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingWritten() {
    float[] floats = new float[6];
    Arrays.fill(floats, 7);
    ConstantFill zero = new ConstantFill(0);
    assertRefused(
        "float[] holds 6 elements of F32, but shape [7] needs places 0 to 6",
        () -> fillInto(zero, Shape.of(7), DType.F32, Destination.of(floats)));
    assertRefused(
        "float[] cannot hold parts of F64, only of F32",
        () -> fillInto(zero, Shape.of(6), DType.F64, Destination.of(floats)));
    assertRefused(
        "an exact-count mask of [2, 2] must have as many elements as shape [6]",
        () ->
            fillInto(
                new MaskFill(zero, new Mask.ExactCount(2, 2, 1)),
                Shape.of(6),
                DType.F32,
                Destination.of(floats)));
    assertArrayEquals(new float[] {7, 7, 7, 7, 7, 7}, floats);
  }

  private void fillInto(FillPlan plan, Shape shape, DType dtype, Destination destination) {
    backend.fill(new Fill(plan, shape, dtype, KEY, Region.whole()), destination);
  }

  @Test
  void failuresOfTheUsersFunctionReachTheCaller() {
    long last = large().elementCount() - 1;
    FillPlan failing =
        new FunctionFill(
            (index, stream) -> {
              if (index == last) {
                throw new IllegalStateException("the last element");
              }
              return 0;
            });
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                fillInto(failing, large(), DType.F32, Destination.of(new float[ROWS * columns()])));
    assertEquals("the last element", failure.getMessage());
  }

  @Test
  void aClosedBackendRefuses() {
    Backend closed = open();
    closed.close();
    closed.close();
    Fill fill = new Fill(new ConstantFill(0), Shape.of(1), DType.F32, KEY, Region.whole());
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> closed.fill(fill, Destination.of(new float[1])));
    assertTrue(refused.getMessage().contains("closed"), refused::getMessage);
  }

  @TestFactory
  Stream<DynamicTest> anyMemoryHoldsTheSameBytes() {
    List<Sample> samples = List.of(new Sample("normal", new NormalFill(0.5, 2), large()));
    return crossed(samples, Arrays.asList(DType.values()))
        .flatMap(fill -> MemoryContract.memories(backend, fill));
  }

  @TestFactory
  Stream<DynamicTest> anyStridesHoldTheSameElements() {
    List<Sample> samples =
        List.of(
            new Sample("normal", new NormalFill(0.5, 2), Shape.of(5, 7, 3)),
            new Sample("normal", new NormalFill(0.5, 2), large()),
            new Sample("normal", new NormalFill(0.5, 2), Shape.scalar()));
    return crossed(samples, WAYS).flatMap(fill -> MemoryContract.strides(backend, fill));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoNumberStaysNoNumber() {
    return NanContract.tests(backend);
  }

  private static Fill fill(Sample sample, DType dtype, Region region) {
    return new Fill(sample.plan(), sample.shape(), dtype, KEY, region);
  }

  private static Stream<Fill> crossed(List<Sample> samples, List<DType> dtypes) {
    return samples.stream()
        .flatMap(sample -> dtypes.stream().map(dtype -> fill(sample, dtype, Region.whole())));
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
