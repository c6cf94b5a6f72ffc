package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.memory.DeviceTables;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many tensors in one launch, interpreted: the bits of the CPU backend, bytes between the tensors
 * as they were, and nothing asked of the driver but the launch.
 */
class FillBatchTest {
  private static final int GUARD = 32;
  private static final byte GUARD_BYTE = 0x5a;

  /** Elements of a tile, in one byte an element 8192; those of a constant's in one byte. */
  private static final int TILE = 4096;

  /** Bytes of a constant's tile. */
  private static final int CONSTANT_TILE = 16 * TILE;

  private static final List<FillPlan> LAWS =
      List.of(
          new ConstantFill(0.3),
          new UniformFill(-1, 2, ComplexBounds.PER_PART),
          new NormalFill(0.5, 2),
          new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.BY_VARIANCE),
          new TruncatedNormalFill(1, 2, 2, 6, ComplexBounds.PER_PART),
          new TruncatedNormalFill(0, 1, -12, -11, ComplexBounds.PER_PART),
          new QuantileFill(Quantiles.exponential(1.5)));

  private static final FillPlan DISCRETE =
      new DiscreteFill(List.of(1.0, 2.0, -3.0, 0.1, 7.0), List.of(0.25, 0.25, 0.125, 0.125, 0.25));

  private final PtxDriver driver = new PtxDriver(1);

  /** A tensor between guards in device memory. */
  private record Tensor(Fill fill, int offset, byte[] memory, long address) {
    void assertFilledAs(Backend cpu) {
      byte[] expected = new byte[memory.length];
      Arrays.fill(expected, GUARD_BYTE);
      byte[] elements = Elements.filled(cpu, fill);
      System.arraycopy(elements, 0, expected, GUARD + offset, elements.length);
      assertArrayEquals(expected, memory, fill::toString);
    }

    DeviceFill deviceFill() {
      return new DeviceFill(fill, DeviceDestination.at(address + GUARD + offset));
    }
  }

  private Tensor tensor(Fill fill, int offset) {
    int bytes = Math.toIntExact(fill.regionShape().elementCount() * fill.dtype().bytes());
    byte[] memory = new byte[bytes + 2 * GUARD];
    Arrays.fill(memory, GUARD_BYTE);
    return new Tensor(fill, offset, memory, driver.allocate(memory));
  }

  private void assertBits(List<Tensor> tensors, int filledAlone) {
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        FillBatch batch = gpu.batch(tensors.stream().map(Tensor::deviceFill).toList());
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertEquals(filledAlone, batch.filledAlone());
      batch.fill(0);
      tensors.forEach(tensor -> tensor.assertFilledAs(cpu));
    }
    assertEquals(0, driver.open());
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void bitsOfTheCpuAtEveryEnd(DType dtype) {
    driver.grid(2, 32);
    List<Tensor> tensors = new ArrayList<>();
    Shape whole = Shape.of(1L << 34);
    for (FillPlan plan : LAWS) {
      for (long start : new long[] {0, 3, (1L << 32) - 2, (1L << 33) + 7}) {
        for (int length : new int[] {0, 1, 3, 4, 5, 67}) {
          Key key = Key.raw(tensors.size());
          int offset = tensors.size() % (16 / dtype.partType().bytes()) * dtype.partType().bytes();
          tensors.add(
              tensor(new Fill(plan, whole, dtype, key, Region.range(start, length)), offset));
        }
      }
    }
    assertBits(tensors, 0);
  }

  /** The kernels for newer devices, and laws in 8 bits that they must not serve. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F16", "BF16", "F8_E4M3", "F8_E5M2", "C32"})
  void bitsOfTheCpuOnNewerDevices(DType dtype) {
    driver.newer(90, 227 << 10).grid(2, 32);
    for (FillPlan last : List.of(LAWS.get(0), new NormalFill(-100, 1e5))) {
      List<Tensor> tensors = new ArrayList<>();
      for (FillPlan plan : LAWS) {
        tensors.add(whole(plan, Shape.of(67), dtype, tensors.size()));
      }
      tensors.add(whole(last, Shape.of(67), dtype, tensors.size()));
      assertBits(tensors, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void bitsOfTheCpuAroundATile(DType dtype) {
    driver.grid(5, 3);
    List<Tensor> tensors = new ArrayList<>();
    int tile = TILE * (dtype.bytes() == 1 ? 2 : 1) / dtype.partCount();
    for (FillPlan plan : LAWS.subList(1, 4)) {
      for (int length : new int[] {tile - 1, tile, tile + 1}) {
        tensors.add(whole(plan, Shape.of(length), dtype, tensors.size()));
      }
    }
    int constantTile = CONSTANT_TILE / dtype.bytes();
    for (int length : new int[] {constantTile - 1, constantTile, constantTile + 1}) {
      tensors.add(whole(LAWS.get(0), Shape.of(length), dtype, tensors.size()));
    }
    assertBits(tensors, 0);
  }

  private Tensor whole(FillPlan plan, Shape shape, DType dtype, int key) {
    return tensor(new Fill(plan, shape, dtype, Key.raw(key), Region.whole()), 0);
  }

  static Stream<int[]> grids() {
    return Stream.of(new int[] {2, 32}, new int[] {7, 5});
  }

  @ParameterizedTest
  @MethodSource("grids")
  void threeHundredTensorsOfAllTypes(int[] grid) {
    driver.grid(grid[0], grid[1]);
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      DType dtype = List.of(DType.values()).get(i % DType.values().length);
      tensors.add(whole(LAWS.get(i % LAWS.size()), Shape.of(1 + i % 7, 1 + i % 11), dtype, i));
    }
    assertBits(tensors, 0);
  }

  @Test
  void wholeRowsAreRunsAndOtherPlansAndRegionsAreFilledAlone() {
    driver.grid(2, 32);
    Shape shape = Shape.of(6, 5);
    FillPlan normal = new NormalFill(0, 1);
    List<Tensor> tensors = new ArrayList<>();
    Region rows = Region.box(new long[] {2, 0}, new long[] {3, 5});
    Region columns = Region.box(new long[] {0, 1}, new long[] {6, 2});
    tensors.add(tensor(new Fill(normal, shape, DType.BF16, Key.raw(1), rows), 2));
    tensors.add(tensor(new Fill(normal, shape, DType.BF16, Key.raw(2), columns), 2));
    tensors.add(whole(new AffineFill(normal, 2, 1), shape, DType.F16, 3));
    tensors.add(whole(DISCRETE, shape, DType.F64, 4));
    tensors.add(tensor(new Fill(new ConstantFill(0.3), shape, DType.C64, Key.raw(5), columns), 8));
    assertBits(tensors, 3);
  }

  @Test
  void aFillIsOneLaunchATypeOfCellsAndAGraphTakesIt() {
    driver.grid(2, 32);
    List<Tensor> tensors = new ArrayList<>();
    for (DType dtype : DType.values()) {
      for (FillPlan plan : LAWS) {
        tensors.add(whole(plan, Shape.of(9), dtype, tensors.size()));
      }
    }
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        FillBatch batch = gpu.batch(tensors.stream().map(Tensor::deviceFill).toList())) {
      driver.takeLog();
      driver.setCapturing(9, true);
      batch.fill(9);
      driver.setCapturing(9, false);
      Set<String> questions = Set.of("cuCtxGetCurrent", "cuCtxSetCurrent", "cuStreamIsCapturing");
      List<String> calls =
          driver.takeLog().stream().filter(call -> !questions.contains(call)).toList();
      long cellTypes = Arrays.stream(DType.values()).map(DType::partType).distinct().count();
      assertEquals(Collections.nCopies((int) cellTypes, "cuLaunchKernel"), calls);
    }
  }

  /** One block takes run after run, and loads a table only where the last run had another. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16", "F64", "C128"})
  void runsWithOtherTablesFollowEachOther(DType dtype) {
    driver.grid(1, 32);
    List<FillPlan> plans =
        List.of(
            new NormalFill(0, 1),
            new NormalFill(-1, 3),
            new TruncatedNormalFill(0, 1, -1, 4, ComplexBounds.PER_PART),
            new ConstantFill(2),
            new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART),
            new UniformFill(-1, 2, ComplexBounds.PER_PART),
            new TruncatedNormalFill(5, 2, 1, 9, ComplexBounds.PER_PART),
            new QuantileFill(Quantiles.logistic(0, 1)),
            new NormalFill(0, 1));
    List<Tensor> tensors = new ArrayList<>();
    for (FillPlan plan : plans) {
      tensors.add(whole(plan, Shape.of(67), dtype, tensors.size()));
    }
    assertBits(tensors, 0);
  }

  /** What a batch needs is there when it is made: no fill need come before. */
  @Test
  void aGraphTakesTheFirstFill() {
    List<Tensor> tensors = new ArrayList<>();
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      for (FillPlan plan : LAWS) {
        tensors.add(whole(plan, Shape.of(9), dtype, tensors.size()));
      }
    }
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        FillBatch batch = gpu.batch(tensors.stream().map(Tensor::deviceFill).toList());
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      driver.setCapturing(9, true);
      batch.fill(9);
      driver.setCapturing(9, false);
      tensors.forEach(tensor -> tensor.assertFilledAs(cpu));
    }
    assertEquals(0, driver.open());
  }

  /** A batch's tables stay, however many others come and go. */
  @Test
  void aBatchHoldsItsTables() {
    Tensor uneven = whole(new QuantileFill(Quantiles.exponential(1.5)), Shape.of(67), DType.F32, 1);
    Tensor other = whole(DISCRETE, Shape.of(3), DType.F32, 1);
    int staying = DeviceTables.MOST_TABLES / 2;
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      fillWithTables(gpu, other, -staying, 0);
      try (FillBatch batch = gpu.batch(List.of(uneven.deviceFill()))) {
        fillWithTables(gpu, other, 1, 2 * DeviceTables.MOST_TABLES);
        batch.fill(0);
        uneven.assertFilledAs(cpu);
      }
    }
    assertEquals(0, driver.open());
  }

  private static void fillWithTables(CudaBackend gpu, Tensor tensor, int from, int to) {
    for (int i = from; i < to; i++) {
      List<Double> values = List.of((double) i, 1.0, 2.0, 3.0, 4.0);
      FillPlan plan = new DiscreteFill(values, List.of(0.2, 0.2, 0.2, 0.2, 0.2));
      Fill fill = new Fill(plan, Shape.of(3), DType.F32, Key.raw(1), Region.whole());
      gpu.fill(fill, tensor.deviceFill().destination());
    }
  }

  /** Freeing need not wait for the device: a batch's own launches are waited for, once. */
  @Test
  void whatABatchFillsAndReadsIsFreedOnceItHasPassed() {
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0)) {
      DeviceBuffer first = gpu.allocate(DType.F32, Shape.of(5));
      DeviceBuffer second = gpu.allocate(DType.F32, Shape.of(5));
      List<DeviceFill> fills = new ArrayList<>();
      for (DeviceBuffer buffer : List.of(first, second)) {
        Fill fill =
            new Fill(new NormalFill(0, 1), Shape.of(5), DType.F32, Key.raw(1), Region.whole());
        fills.add(new DeviceFill(fill, buffer.destination()));
      }
      FillBatch batch = gpu.batch(fills);
      batch.fill(0);
      driver.takeLog();
      first.close();
      second.close();
      batch.close();
      List<String> log =
          driver.takeLog().stream()
              .filter(call -> call.matches("cuEventSync.*|cuMemFree"))
              .toList();
      assertEquals(List.of("cuEventSynchronize", "cuMemFree", "cuMemFree", "cuMemFree"), log);
    }
    assertEquals(0, driver.open());
  }

  /** Its list is read, and buffers are written, by each stream that it was filled on. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatABatchFillsOnTwoStreamsIsFreedOnceBothHavePassed(boolean buffersFirst) {
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream()) {
      DeviceBuffer inTable = gpu.allocate(DType.F32, Shape.of(5));
      DeviceBuffer alone = gpu.allocate(DType.F32, Shape.of(5));
      List<DeviceFill> fills = new ArrayList<>();
      for (DeviceBuffer buffer : List.of(inTable, alone)) {
        FillPlan plan = buffer == alone ? DISCRETE : LAWS.get(2);
        Fill fill = new Fill(plan, Shape.of(5), DType.F32, Key.raw(1), Region.whole());
        fills.add(new DeviceFill(fill, buffer.destination()));
      }
      FillBatch batch = gpu.batch(fills);
      assertEquals(1, batch.filledAlone());
      for (DeviceStream stream : List.of(one, other)) {
        driver.setBusy(stream.handle(), true);
        batch.fill(stream.handle());
      }
      driver.takeLog();
      List<AutoCloseable> first = buffersFirst ? List.of(alone, inTable) : List.of(batch, alone);
      List<AutoCloseable> all = new ArrayList<>(first);
      all.add(buffersFirst ? batch : inTable);
      all.forEach(each -> assertDoesNotThrow(each::close));
      List<String> log =
          driver.takeLog().stream()
              .filter(call -> call.matches("cuEventSync.*|cuMemFree"))
              .toList();
      int freed = log.indexOf("cuMemFree");
      assertTrue(freed >= 2, log::toString);
      assertEquals(3, log.stream().filter("cuMemFree"::equals).count());
      assertEquals(4, log.size() - 3, "the list's two marks, and those of what is filled alone");
    }
    assertEquals(0, driver.open());
  }

  /** A buffer lies in the primary context, whose pool waits for the lists of its own. */
  @Test
  void aBatchOfABufferIsMadeInThePrimaryContextWhicheverIsCurrent() {
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceStream stream = gpu.newStream()) {
      DeviceBuffer buffer = gpu.allocate(DType.F32, Shape.of(5));
      long own = driver.createContext(0);
      driver.setCurrentContext(own);
      long others = driver.createStream();
      Fill fill = new Fill(LAWS.get(2), Shape.of(5), DType.F32, Key.raw(1), Region.whole());
      try (FillBatch batch = gpu.batch(List.of(new DeviceFill(fill, buffer.destination())))) {
        String refused =
            assertThrows(IllegalArgumentException.class, () -> batch.fill(others)).getMessage();
        assertTrue(refused.startsWith("stream must belong to the primary context"), refused);
        driver.setBusy(stream.handle(), true);
        batch.fill(stream.handle());
        assertEquals(own, driver.currentContext());
        driver.takeLog();
        buffer.close();
        List<String> log = driver.takeLog();
        int waited = log.indexOf("cuEventSynchronize");
        assertTrue(waited >= 0 && waited < log.indexOf("cuMemFree"), log::toString);
      }
      driver.destroyStream(others);
    }
    assertEquals(0, driver.open());
  }

  @Test
  void nothingLeaksWhicheverCallFails() {
    List<FillPlan> plans =
        List.of(
            new NormalFill(0, 1),
            new QuantileFill(Quantiles.exponential(1.5)),
            new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.STEWART));
    PtxDriver counting = new PtxDriver(1);
    counting.failCall(-1);
    fill(counting, plans);
    assertEquals(0, counting.open());
    for (int call = 0; call < counting.calls(); call++) {
      PtxDriver failing = new PtxDriver(1);
      failing.failCall(call);
      assertThrows(CudaException.class, () -> fill(failing, plans), "call " + call);
      assertEquals(0, failing.open(), "call " + call);
    }
  }

  private static void fill(PtxDriver driver, List<FillPlan> plans) {
    List<DeviceFill> fills = new ArrayList<>();
    for (FillPlan plan : plans) {
      for (DType dtype : List.of(DType.F32, DType.F64)) {
        long address = driver.allocate(new byte[4 * 3 * Double.BYTES]);
        Fill fill = new Fill(plan, Shape.of(4, 3), dtype, Key.raw(1), Region.whole());
        fills.add(new DeviceFill(fill, DeviceDestination.at(address)));
      }
    }
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        FillBatch batch = gpu.batch(fills)) {
      batch.fill(0);
    }
  }

  @Test
  void whereMemoryRunsOutNothingIsLaunched() {
    List<DeviceFill> fills = new ArrayList<>();
    for (FillPlan plan : List.of(LAWS.get(2), DISCRETE)) {
      fills.add(whole(plan, Shape.of(4, 3), DType.F32, 1).deviceFill());
    }
    for (Shape shape : List.of(Shape.of(4, 3), Shape.of(2000, 3))) {
      fills.add(whole(new AffineFill(LAWS.get(2), 2, 1), shape, DType.BF16, 1).deviceFill());
    }
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        FillBatch batch = gpu.batch(fills)) {
      for (String missing : List.of("the table of a distribution", "filling [2000, 3] of BF16")) {
        driver.limitMemory(missing.contains("table") ? 0 : 20_000);
        driver.takeLog();
        CudaException failure = assertThrows(CudaException.class, () -> batch.fill(0));
        assertTrue(failure.getMessage().contains(missing), failure::getMessage);
        List<String> calls = driver.takeLog();
        assertFalse(calls.contains("cuLaunchKernel"), calls::toString);
      }
      driver.limitMemory(1 << 20);
      driver.takeLog();
      batch.fill(0);
      assertEquals(1, driver.takeLog().stream().filter("cuMemAlloc"::equals).count());
    }
  }

  @Test
  void theOrderOfClosingDoesNotMatter() {
    CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
    FillBatch first =
        gpu.batch(List.of(whole(LAWS.get(2), Shape.of(3), DType.F32, 1).deviceFill()));
    FillBatch second =
        gpu.batch(List.of(whole(LAWS.get(2), Shape.of(3), DType.F32, 2).deviceFill()));
    first.close();
    first.close();
    assertEquals(
        "the batch is closed",
        assertThrows(IllegalStateException.class, () -> first.fill(0)).getMessage());
    gpu.close();
    assertEquals(0, driver.open());
    assertEquals(
        "the CUDA backend is closed",
        assertThrows(IllegalStateException.class, () -> second.fill(0)).getMessage());
    second.close();
  }

  @Test
  void anEmptyBatchDoesNothing() {
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        FillBatch batch = gpu.batch(List.of())) {
      batch.fill(0);
      assertEquals(0, batch.filledAlone());
    }
  }

  @Test
  void whatAFillsDestinationMayNotBeIsRefused() {
    Fill fill = new Fill(LAWS.get(2), Shape.of(3), DType.F32, Key.raw(1), Region.whole());
    assertEquals(
        "address must be a device pointer and a multiple of 4, was 0x1002",
        assertThrows(
                IllegalArgumentException.class,
                () -> new DeviceFill(fill, DeviceDestination.at(0x1002)))
            .getMessage());
    assertEquals(
        "destination of a batch's fill must name no stream, since the batch is filled on one, was"
            + " device memory at 0x1000 on stream 0x9",
        assertThrows(
                IllegalArgumentException.class,
                () -> new DeviceFill(fill, DeviceDestination.at(0x1000).onStream(9)))
            .getMessage());
  }

  @Test
  void aRegionBeyondItsAllocationIsRefusedBeforeAnythingIsUploaded() {
    Fill fill = new Fill(LAWS.get(2), Shape.of(3), DType.F32, Key.raw(1), Region.whole());
    long address = driver.allocate(new byte[8]);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0)) {
      int before = driver.open();
      DeviceFill beyond = new DeviceFill(fill, DeviceDestination.at(address));
      String refused =
          assertThrows(IllegalArgumentException.class, () -> gpu.batch(List.of(beyond)))
              .getMessage();
      assertTrue(refused.startsWith("address and strides must stay inside of the"), refused);
      assertEquals(before, driver.open());
    }
  }

  /** Cells that are not consecutive are filled by a launch of their own. */
  @Test
  void stridesAreHeeded() {
    driver.grid(2, 32);
    Shape shape = Shape.of(3, 2);
    Fill fill = new Fill(LAWS.get(1), shape, DType.F32, Key.raw(1), Region.whole());
    float[] expected = new float[6];
    byte[] memory = new byte[9 * Float.BYTES];
    DeviceDestination gaps = DeviceDestination.at(driver.allocate(memory)).strided(1, 5);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);
        FillBatch batch = gpu.batch(List.of(new DeviceFill(fill, gaps)));
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertEquals(1, batch.filledAlone());
      batch.fill(0);
      cpu.fill(fill, Destination.of(expected));
    }
    FloatBuffer filled = ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int row = 0; row < 3; row++) {
      assertEquals(expected[2 * row], filled.get(row));
      assertEquals(expected[2 * row + 1], filled.get(row + 5));
    }
    assertEquals(0, filled.get(3));
  }
}
