package io.tensorinit.nd4j;

import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.heNormal;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.orthogonal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import io.tensorinit.TensorInit;
import io.tensorinit.backend.Backends;
import io.tensorinit.model.Model;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** ND4J's own arrays hold the values that the same name has anywhere else. */
class Nd4jArraysTest {
  private static final double GUARD = 7;

  private static final long[] ONES = {1, 1};

  private static final long[] FAR = {40, 1};

  private static final FillRequest REQUEST = TensorInit.tensor(normal(0, 1)).name("w");

  /** Each makes a view of an array (4, 6, 8). */
  private static final Map<String, UnaryOperator<INDArray>> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put("the whole", array -> array);
    VIEWS.put("axes in another order", array -> array.permute(2, 0, 1));
    VIEWS.put("a matrix of it", array -> array.get(point(2), all(), all()));
    VIEWS.put("a matrix across", array -> array.get(all(), point(5), all()));
    VIEWS.put("a column", array -> array.get(point(1), all(), point(3)));
    VIEWS.put("a box", array -> array.get(interval(1, 3), interval(2, 5), interval(3, 8)));
    VIEWS.put("every second", array -> array.get(all(), interval(1, 2, 6), interval(0, 2, 7)));
    VIEWS.put("transposed box", array -> array.get(point(0), interval(1, 4), all()).transpose());
    VIEWS.put("a view of a view", array -> array.get(interval(1, 4)).get(all(), point(1)));
    VIEWS.put("an element", array -> array.get(point(3), point(4), point(5)));
    VIEWS.put("a slice", array -> array.slice(1));
    VIEWS.put("along an axis", array -> array.tensorAlongDimension(7, 1));
  }

  @BeforeEach
  void needNatives() {
    Nd4jNatives.require();
  }

  static Stream<Arguments> views() {
    return VIEWS.keySet().stream()
        .flatMap(
            view ->
                Stream.of(DType.F64, DType.F32, DType.F16, DType.BF16)
                    .flatMap(
                        dtype ->
                            Stream.of('c', 'f').map(order -> Arguments.of(view, dtype, order))));
  }

  private static INDArray guarded(DType dtype, char order) {
    INDArray array =
        Nd4j.createUninitialized(Nd4jArrays.dataType(dtype), new long[] {4, 6, 8}, order);
    return array.assign(GUARD);
  }

  /** The bytes of a whole array's memory, as native code sees them. */
  private static byte[] memory(INDArray array) {
    long size = array.length() * array.data().getElementSize();
    byte[] bytes = new byte[(int) size];
    new PagedPointer(array.data().addressPointer(), size).asBytePointer().asByteBuffer().get(bytes);
    return bytes;
  }

  /** ND4J assigns the values to the same view of another array: all bytes of both are equal. */
  @ParameterizedTest
  @MethodSource("views")
  void aViewHasTheBitsThatNd4jItselfPutsThere(String view, DType dtype, char order) {
    INDArray ours = guarded(dtype, order);
    INDArray part = VIEWS.get(view).apply(ours);
    Nd4jArrays.fill(part, REQUEST);

    Shape shape = Shape.of(part.shape());
    double[] values = REQUEST.shape(shape).dtype(dtype).doubles();
    INDArray theirs = guarded(dtype, order);
    VIEWS
        .get(view)
        .apply(theirs)
        .assign(Nd4j.createFromArray(values).reshape('c', part.shape()).castTo(part.dataType()));
    assertArrayEquals(memory(theirs), memory(ours));
    assertArrayEquals(values, part.dup('c').data().asDouble(), "element by element");
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16", "BF16"})
  void aNewArrayIsAsAskedFor(DType dtype) {
    FillRequest request = TensorInit.tensor(heNormal()).shape(5, 3).dtype(dtype).name("w");
    for (char order : new char[] {'c', 'f'}) {
      try (INDArray array = Nd4jArrays.create(request, order)) {
        assertEquals(order, array.ordering());
        assertEquals(Shape.of(5, 3), Nd4jArrays.shape(array));
        assertEquals(dtype, Nd4jArrays.dtype(array));
        assertArrayEquals(request.doubles(), array.dup('c').data().asDouble());
      }
    }
    assertEquals('c', Nd4jArrays.create(request).ordering());
  }

  @Test
  void anUnsaidDtypeIsTheRequests() {
    FillRequest request = TensorInit.tensor(constant(2)).shape(3).name("w");
    assertEquals(DataType.FLOAT, Nd4jArrays.create(request).dataType());
  }

  @Test
  void aRegionHasItsValuesOfTheWhole() {
    FillRequest whole = TensorInit.tensor(heNormal()).shape(9, 4).name("w");
    INDArray array = Nd4jArrays.create(whole);
    INDArray rows = Nd4jArrays.create(whole.rows(2, 3));
    assertEquals(array.get(interval(2, 5)), rows);

    INDArray again = Nd4j.create(DataType.FLOAT, 4, 3).transpose();
    Nd4jArrays.write(again, whole.rows(2, 3)::into);
    assertEquals(rows, again.dup('c'));
  }

  @Test
  void aParameterOfAModelFillsAnArray() {
    Model model = Model.builder().parameter("q", Shape.of(6, 6), orthogonal()).build();
    INDArray array = Nd4j.create(DataType.FLOAT, 6, 6);
    Nd4jArrays.write(
        array,
        place ->
            Backends.shared().fill(model.parameter("q").orElseThrow().fill(Region.whole()), place));
    assertArrayEquals(orthogonal().floats("q", 6, 6), array.data().asFloat());
  }

  @Test
  void shapesWithoutElementsAreFilledWithNothing() {
    INDArray none = Nd4j.create(DataType.FLOAT, 0, 3);
    Nd4jArrays.fill(none, REQUEST);
    Nd4jArrays.fill(Nd4j.empty(DataType.DOUBLE), REQUEST);
    assertEquals(Shape.of(0, 3), Nd4jArrays.shape(none));
    assertEquals(0, Nd4jArrays.create(REQUEST.shape(2, 0)).length());
    assertThrows(
        IllegalArgumentException.class, () -> Nd4jArrays.write(none, REQUEST.shape(1)::into));
  }

  @Test
  void aScalarHasOneElement() {
    INDArray scalar = Nd4j.scalar(DataType.DOUBLE, 0);
    Nd4jArrays.fill(scalar, REQUEST);
    assertEquals(REQUEST.doubles()[0], scalar.getDouble());
  }

  /** ND4J's own generator and seed have no part in it. */
  @Test
  void nd4jsSeedChangesNothing() {
    Nd4j.getRandom().setSeed(1);
    INDArray once = Nd4jArrays.create(REQUEST.shape(10));
    Nd4j.getRandom().setSeed(2);
    Nd4j.rand(3);
    assertEquals(once, Nd4jArrays.create(REQUEST.shape(10)));
  }

  @Test
  void anArrayOfAnOpenWorkspaceIsFilled() {
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 16).build();
    INDArray left;
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "FILLED")) {
      left = Nd4jArrays.create(REQUEST.shape(4, 5));
      assertEquals(workspace, left.data().getParentWorkspace());
      assertArrayEquals(REQUEST.shape(4, 5).floats(), left.data().asFloat());
    }
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> Nd4jArrays.fill(left, REQUEST));
    assertTrue(
        refusal.getMessage().startsWith("array must be of an open workspace: "),
        refusal::getMessage);
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "FILLED")) {
      assertEquals(workspace, left.data().getParentWorkspace());
      assertThrows(IllegalStateException.class, () -> Nd4jArrays.fill(left, REQUEST));
    }
  }

  @Test
  void closedMemoryIsNotWrittenTo() {
    INDArray array = Nd4j.create(DataType.FLOAT, 3, 2);
    INDArray view = array.get(NDArrayIndex.interval(1, 3));
    array.close();
    for (INDArray each : Arrays.asList(array, view)) {
      assertEquals(
          "array must be open, was closed: " + Arrays.toString(each.shape()),
          refusal(IllegalStateException.class, each));
    }
  }

  @Test
  void aCompressedArrayIsRefused() {
    INDArray compressed = Nd4j.getCompressor().compress(Nd4j.rand(3, 2), "GZIP");
    assertEquals(
        "array must not be compressed, was compressed: Nd4j.getCompressor().decompressi(array)",
        refusal(IllegalStateException.class, compressed));
    Nd4j.getCompressor().decompressi(compressed);
    Nd4jArrays.fill(compressed, REQUEST);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"INT", "LONG", "SHORT", "BYTE", "UBYTE", "UINT16", "UINT32", "UINT64", "BOOL"})
  void aTypeWithoutCounterpartIsRefused(DataType type) {
    INDArray array = Nd4j.create(type, 2, 2);
    assertEquals(
        "dtype of an array must be DOUBLE, FLOAT, HALF or BFLOAT16, was "
            + type
            + "; fill one of these and cast it",
        refusal(IllegalArgumentException.class, array));
    assertArrayEquals(new double[4], array.data().asDouble());
  }

  @Test
  void textIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Nd4jArrays.fill(Nd4j.create("a", "b"), REQUEST));
  }

  @ParameterizedTest
  @EnumSource(names = {"C32", "C64", "C128", "F8_E4M3", "F8_E5M2"})
  void nd4jHasNoSuchType(DType dtype) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Nd4jArrays.create(REQUEST.shape(2).dtype(dtype)));
    assertEquals(
        "dtype of an ND4J array must be F64, F32, F16 or BF16, was " + dtype, refusal.getMessage());
  }

  @Test
  void elementsAtOnePlaceAreRefused() {
    INDArray broadcast =
        Nd4j.create(Nd4j.createBuffer(new float[] {1, 2}), new long[] {3, 2}, new long[] {0, 1}, 0);
    assertEquals(
        "each element of an array must have a place of its own, each stride larger than the smaller"
            + " ones reach; strides were [0, 1] of shape [3, 2]: dup() it first",
        refusal(IllegalArgumentException.class, broadcast));
    assertArrayEquals(new float[] {1, 2}, broadcast.data().asFloat());
    INDArray windows = Nd4j.create(Nd4j.createBuffer(new float[7]), new long[] {4, 4}, ONES, 0);
    assertTrue(
        refusal(IllegalArgumentException.class, windows).contains("strides were [1, 1] of shape"));
    assertArrayEquals(new float[7], windows.data().asFloat());
  }

  /** ND4J makes such arrays without a word; what lies behind the buffer is somebody else's. */
  @Test
  void stridesBeyondTheBufferAreRefused() {
    INDArray array = Nd4j.create(Nd4j.createBuffer(new float[10]), new long[] {2, 5}, FAR, 0);
    assertEquals(
        "strides [40, 1] must keep shape [2, 5] within the array's buffer of 10 elements, reach"
            + " from 0 to 44",
        refusal(IllegalArgumentException.class, array));
    INDArray behind =
        Nd4j.create(Nd4j.createBuffer(new float[10]), new long[] {2, 3}, new long[] {3, 1}, 5);
    assertEquals(
        "strides [3, 1] must keep shape [2, 3] within the array's buffer of 10 elements, reach"
            + " from 5 to 10",
        refusal(IllegalArgumentException.class, behind));
    assertArrayEquals(new float[10], array.data().asFloat());
    Nd4jArrays.fill(
        Nd4j.create(Nd4j.createBuffer(new float[10]), new long[] {2, 3}, new long[] {3, 1}, 4),
        REQUEST);
  }

  @Test
  void whatCannotBeInitializedLeavesTheArray() {
    INDArray array = Nd4j.create(DataType.FLOAT16, 2, 2).assign(GUARD);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Nd4jArrays.fill(array, TensorInit.tensor(constant(1e6)).name("w")));
    assertTrue(refusal.getMessage().contains("F16"), refusal::getMessage);
    assertThrows(
        IllegalArgumentException.class,
        () -> Nd4jArrays.fill(array, TensorInit.tensor(constant(1))),
        "neither name nor key");
    assertThrows(
        IllegalArgumentException.class,
        () -> Nd4jArrays.write(array, REQUEST.shape(2, 2).dtype(DType.F32)::into),
        "another dtype");
    assertThrows(
        IllegalArgumentException.class,
        () -> Nd4jArrays.write(array, REQUEST.shape(3, 2).dtype(DType.F16)::into),
        "more rows");
    assertArrayEquals(new double[] {GUARD, GUARD, GUARD, GUARD}, array.data().asDouble());
  }

  @Test
  void nullAndOtherOrdersAreRefused() {
    assertThrows(NullPointerException.class, () -> Nd4jArrays.fill(null, REQUEST));
    assertThrows(
        NullPointerException.class, () -> Nd4jArrays.fill(Nd4j.create(DataType.FLOAT, 2), null));
    assertEquals(
        "order must be 'c' or 'f', was 'a'",
        assertThrows(IllegalArgumentException.class, () -> Nd4jArrays.create(REQUEST.shape(2), 'a'))
            .getMessage());
  }

  private static String refusal(Class<? extends RuntimeException> type, INDArray array) {
    return assertThrows(type, () -> Nd4jArrays.fill(array, REQUEST)).getMessage();
  }
}
