package io.tensorinit.djl;

import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.heNormal;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.orthogonal;
import static io.tensorinit.Initializers.uniform;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.core.Linear;
import ai.djl.util.passthrough.PassthroughNDManager;
import io.tensorinit.TensorInit;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays of DJL's real engine have the bits of the library's own fills. */
class DjlArraysTest {
  private static final ai.djl.ndarray.types.Shape ROWS_OF_SIX =
      new ai.djl.ndarray.types.Shape(4, 6);

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = PyTorch.manager();
  }

  @AfterEach
  void close() {
    if (manager != null) {
      manager.close();
    }
  }

  /** A tensor filled by the library alone, in the byte order of this machine. */
  private static byte[] expected(FillRequest request) {
    Fill fill = request.toFill();
    int bytes = Math.toIntExact(fill.regionShape().elementCount() * fill.dtype().bytes());
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    request.into(Destination.nativeOrder(buffer));
    return buffer.array();
  }

  private NDArray sevens(DType dtype, Shape shape) {
    return manager
        .ones(new ai.djl.ndarray.types.Shape(shape.sizes()), ElementTypes.of(dtype))
        .mul(7);
  }

  static Stream<Arguments> dtypesAndShapes() {
    return Stream.of(DType.F16, DType.F32, DType.F64)
        .flatMap(
            dtype ->
                Stream.of(
                        Shape.scalar(),
                        Shape.of(1),
                        Shape.of(0, 3),
                        Shape.of(5),
                        Shape.of(3, 4),
                        Shape.of(1, 7, 1),
                        Shape.of(2, 3, 4, 5),
                        Shape.of(129, 257))
                    .map(shape -> Arguments.of(dtype, shape)));
  }

  @ParameterizedTest
  @MethodSource("dtypesAndShapes")
  void anArrayHasTheBitsOfItsName(DType dtype, Shape shape) {
    for (Initializer initializer : List.of(normal(0, 0.02), uniform(-1, 3), constant(0.1))) {
      FillRequest request = TensorInit.tensor(initializer).name("fc.weight");
      byte[] expected = expected(request.shape(shape).dtype(dtype));
      NDArray array = sevens(dtype, shape);
      DjlArrays.fill(array, request);
      assertArrayEquals(expected, PyTorch.bytes(array));
      NDArray made = DjlArrays.create(manager, request.shape(shape).dtype(dtype));
      assertEquals(array.getDataType(), made.getDataType());
      assertEquals(array.getShape(), made.getShape());
      assertSame(manager, made.getManager());
      assertArrayEquals(expected, PyTorch.bytes(made));
    }
  }

  @Test
  void fansAndMatricesAreThoseOfTheShape() {
    for (Initializer initializer : List.of(heNormal(), orthogonal())) {
      FillRequest request = TensorInit.tensor(initializer).name("w");
      NDArray array = sevens(DType.F32, Shape.of(33, 20));
      DjlArrays.fill(array, request);
      assertArrayEquals(expected(request.shape(33, 20)), PyTorch.bytes(array));
    }
  }

  /** Such arrays come of operations: DJL makes none. */
  @Test
  void complexNumbersAreFilled() {
    NDArray array = manager.zeros(new ai.djl.ndarray.types.Shape(3, 4)).fft(4);
    FillRequest request = TensorInit.tensor(normal(0, 1)).name("c");
    DjlArrays.fill(array, request);
    assertEquals(DType.C64, DjlArrays.dtype(array));
    assertArrayEquals(expected(request.shape(3, 4).dtype(DType.C64)), PyTorch.bytes(array));
  }

  @Test
  void anInitializerOfOnesOwnIsTaken() {
    Initializer own = (shape, layout) -> new NormalFill(0, 1 / layout.requireFans(shape).in());
    NDArray array = sevens(DType.F32, Shape.of(8, 16));
    DjlArrays.fill(array, TensorInit.tensor(own).name("w"));
    assertArrayEquals(
        expected(TensorInit.tensor(normal(0, 1.0 / 16)).shape(8, 16).name("w")),
        PyTorch.bytes(array));
  }

  /** A buffer over the array's memory, taken before, sees the values. */
  @Test
  void nothingIsCopied() {
    NDArray array = sevens(DType.F32, Shape.of(4, 6));
    ByteBuffer memory = array.toByteBuffer(true);
    FillRequest request = TensorInit.tensor(heNormal()).name("w");
    DjlArrays.fill(array, request);
    byte[] seen = new byte[memory.capacity()];
    memory.get(seen);
    assertArrayEquals(expected(request.shape(4, 6)), seen);
  }

  static Stream<Arguments> views() {
    return Stream.of(
        view("rows", array -> array.get("1:3")),
        view("one row", array -> array.get(2)),
        view("columns", array -> array.get(":, 1:4")),
        view("every second", array -> array.get("::2, ::3")),
        view("transposed", array -> array.transpose()),
        view("columns, transposed", array -> array.get(":, 2:4").transpose()),
        view("an axis more", array -> array.expandDims(1)),
        view("an element", array -> array.get(1, 5)));
  }

  private static Arguments view(String name, Function<NDArray, NDArray> of) {
    return Arguments.of(name, of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void aViewIsFilledAndNothingElse(String name, Function<NDArray, NDArray> of) {
    NDArray whole = sevens(DType.F32, Shape.of(4, 6));
    NDArray mask = manager.ones(ROWS_OF_SIX);
    of.apply(mask).subi(1); // zeros where the view lies
    NDArray view = of.apply(whole);
    FillRequest request = TensorInit.tensor(normal(0, 1)).name("w");
    DjlArrays.fill(view, request);
    assertArrayEquals(expected(request.shape(DjlArrays.shape(view))), PyTorch.bytes(view));
    float[] outside = mask.toFloatArray();
    float[] values = whole.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      assertEquals(outside[i] == 1, values[i] == 7, name + ": element " + i);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void aStagedFillGivesTheSame(String name, Function<NDArray, NDArray> of) {
    FillRequest request = TensorInit.tensor(normal(0, 1)).name("w");
    NDArray expected = sevens(DType.F32, Shape.of(4, 6));
    DjlArrays.fill(of.apply(expected), request);
    for (long piece : List.of(4L, 12L, 20L, 1L << 20)) {
      NDArray whole = sevens(DType.F32, Shape.of(4, 6));
      whole.setRequiresGradient(true);
      NDArray view = of.apply(whole);
      FillRequest its = request.shape(DjlArrays.shape(view));
      StagedFill.run(view, its.toFill(), its.backend(), piece);
      assertArrayEquals(PyTorch.bytes(expected), PyTorch.bytes(whole), name + ", " + piece);
      assertTrue(whole.hasGradient());
    }
  }

  /** The way that a GPU needs, on memory that the other way sees, too. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void bothWaysFindTheSameMemory(String name, Function<NDArray, NDArray> of) {
    NDArray view = of.apply(sevens(DType.F64, Shape.of(4, 6)));
    ArrayMemory memory = ArrayMemory.of(view).orElseThrow();
    ArrayMemory native_ = ArrayMemory.ofNative(view).orElseThrow();
    assertEquals(memory.address(), native_.address(), name);
    assertArrayEquals(memory.strides(), native_.strides(), name);
    assertEquals(
        "device memory at 0x" + Long.toHexString(memory.address()) + " on stream 0x0",
        native_.device(DjlArrays.shape(view), DType.F64).toString());
  }

  /** As those beyond 1 GiB are. */
  @Test
  void memoryOfSeveralBuffersIsOne() {
    NDArray array = sevens(DType.F32, Shape.of(9, 7));
    FillRequest request = TensorInit.tensor(normal(0, 1)).name("w").shape(9, 7);
    request.into(ArrayMemory.of(array).orElseThrow().host(Shape.of(9, 7), DType.F32, 32));
    assertArrayEquals(expected(request), PyTorch.bytes(array));
  }

  @Test
  void whatRecordsGradientsIsFilledAndGoesOnRecording() {
    NDArray array = sevens(DType.F32, Shape.of(4, 6));
    array.setRequiresGradient(true);
    FillRequest request = TensorInit.tensor(heNormal()).name("w");
    DjlArrays.fill(array, request);
    assertArrayEquals(expected(request.shape(4, 6)), PyTorch.bytes(array));
    assertTrue(array.hasGradient());
  }

  @Test
  void aPartOfATensorIsWrittenToAnArray() {
    NDArray array = sevens(DType.F32, Shape.of(2, 5));
    FillRequest rows = TensorInit.tensor(normal(0, 1)).shape(6, 5).name("w").rows(3, 2);
    DjlArrays.write(array, rows::into);
    assertArrayEquals(expected(rows), PyTorch.bytes(array));
    DjlArrays.write(
        manager.zeros(new ai.djl.ndarray.types.Shape(0)),
        place -> {
          throw new AssertionError("called");
        });
  }

  @Test
  void anInitializerOfDjlsGivesWhatTheNameHas() {
    FillRequest request = TensorInit.tensor(heNormal()).name("fc.weight");
    Linear linear = Linear.builder().setUnits(5).build();
    linear.setInitializer(DjlArrays.initializer(request), "weight");
    linear.initialize(manager, DataType.FLOAT16, new ai.djl.ndarray.types.Shape(1, 3));
    assertArrayEquals(
        expected(request.shape(5, 3).dtype(DType.F16)),
        PyTorch.bytes(linear.getDirectParameters().get("weight").getArray()));
    assertRefused(
        "a tensor needs a name or a key, which decide its values: say name(\"fc1.weight\") or"
            + " key(...)",
        () ->
            DjlArrays.initializer(TensorInit.tensor(heNormal()))
                .initialize(manager, ROWS_OF_SIX, DataType.FLOAT32));
    assertRefused(
        "data type of a new array must be FLOAT16, FLOAT32 or FLOAT64, was BFLOAT16, which DJL's"
            + " PyTorch engine does not make",
        () -> DjlArrays.initializer(request).initialize(manager, ROWS_OF_SIX, DataType.BFLOAT16));
  }

  private static void assertRefused(String message, org.junit.jupiter.api.function.Executable run) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, run).getMessage());
  }

  private static FillRequest request() {
    return TensorInit.tensor(normal(0, 1)).name("w");
  }

  @Test
  void aClosedArrayIsRefused() {
    NDArray array = sevens(DType.F32, Shape.of(3));
    array.close();
    assertEquals(
        "array must be open, was closed",
        assertThrows(IllegalStateException.class, () -> DjlArrays.fill(array, request()))
            .getMessage());
  }

  @Test
  void anotherEngineIsRefused() {
    String message = "array and manager must be of DJL's engine PyTorch, were of none";
    PassthroughNDManager other = PassthroughNDManager.INSTANCE;
    assertRefused(message, () -> DjlArrays.create(other, request().shape(2)));
    NDArray array = other.create(FloatBuffer.allocate(2), new ai.djl.ndarray.types.Shape(2));
    assertRefused(message, () -> DjlArrays.fill(array, request()));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"INT8", "UINT8", "INT32", "INT64", "BOOLEAN"})
  void typesWithoutCounterpartAreRefused(DataType type) {
    NDArray array = manager.zeros(ROWS_OF_SIX, type);
    assertRefused(
        "data type of an array must be FLOAT16, FLOAT32, FLOAT64 or COMPLEX64, was " + type.name(),
        () -> DjlArrays.fill(array, request()));
  }

  @Test
  void textsAreRefused() {
    NDArray array = manager.create(new String[] {"a"});
    assertRefused(
        "data type of an array must be FLOAT16, FLOAT32, FLOAT64 or COMPLEX64, was STRING",
        () -> DjlArrays.fill(array, request()));
  }

  /** Of BF16 the engine would end the Java machine, for C64 it would make an array of F32. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"BF16", "F8_E4M3", "F8_E5M2", "C32", "C64", "C128"})
  void typesThatTheEngineDoesNotMakeAreRefused(DType dtype) {
    assertRefused(
        "dtype of a new array must be F16, F32 or F64, was "
            + dtype
            + ", which DJL's PyTorch engine does not make",
        () -> DjlArrays.create(manager, request().shape(2).dtype(dtype)));
  }

  @Test
  void elementsAtOnePlaceAreRefused() {
    NDArray array = manager.zeros(new ai.djl.ndarray.types.Shape(1, 6)).broadcast(ROWS_OF_SIX);
    assertRefused(
        "each element of an array must have a place of its own, each stride larger than the smaller"
            + " ones reach; strides were [0, 1] of shape [4, 6]: duplicate() it first",
        () -> DjlArrays.fill(array, request()));
  }

  /** DJL itself has no call for such a view. */
  @Test
  void elementsThatMayMeetAreRefused() {
    Shape square = Shape.of(4, 4);
    new ArrayMemory(0x1000, new long[] {4, 1}).requireApart(square);
    assertRefused(
        "each element of an array must have a place of its own, each stride larger than the smaller"
            + " ones reach; strides were [1, 1] of shape [4, 4]: duplicate() it first",
        () -> new ArrayMemory(0x1000, new long[] {1, 1}).requireApart(square));
  }

  @Test
  void sparseArraysAreRefused() {
    NDArray array =
        manager.createCoo(FloatBuffer.wrap(new float[] {1}), new long[][] {{0}, {1}}, ROWS_OF_SIX);
    assertRefused(
        "array must be dense, was COO: toDense() it first", () -> DjlArrays.fill(array, request()));
  }

  @Test
  void partsAreRefusedWhereTheWholeIsFilled() {
    NDArray array = sevens(DType.F32, Shape.of(4, 6));
    FillRequest rows = request().rows(0, 2);
    assertRefused(
        "request must be of a whole tensor, was of its part "
            + rows.shape(4, 6).toFill().region()
            + ": write(array, request.shape(...)::into) fills an array with a part",
        () -> DjlArrays.fill(array, rows));
    DjlArrays.fill(array, request().region(Region.whole()));
  }

  /** What fails leaves nothing behind in the manager. */
  @Test
  void anArrayThatCannotBeFilledIsClosed() {
    int before = manager.getManagedArrays().size();
    Backend failing =
        new Backend() {
          @Override
          public String name() {
            return "failing";
          }

          @Override
          public String device() {
            return "none";
          }

          @Override
          public void fill(Fill fill, Destination destination) {
            throw new io.tensorinit.backend.BackendException("on purpose");
          }

          @Override
          public void close() {}
        };
    assertEquals(
        "on purpose",
        assertThrows(
                io.tensorinit.backend.BackendException.class,
                () -> DjlArrays.create(manager, request().shape(2, 3).on(failing)))
            .getMessage());
    assertEquals(before, manager.getManagedArrays().size());
    DjlArrays.create(manager, request().shape(2, 3));
    assertEquals(before + 1, manager.getManagedArrays().size(), "views are closed");
  }
}
