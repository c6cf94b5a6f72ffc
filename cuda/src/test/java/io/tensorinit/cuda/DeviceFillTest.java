package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.PointerInfo;
import io.tensorinit.cuda.memory.DeviceTables;
import io.tensorinit.cuda.ptx.PtxModule;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Fills of a caller's device memory: what they ask of the driver, which contexts they run in, which
 * memory they refuse, and what happens when memory runs out.
 */
class DeviceFillTest {
  private static final Shape SHAPE = Shape.of(6, 5);
  private static final int BYTES = 30 * Float.BYTES;

  private final PtxDriver driver = new PtxDriver(1, 2);
  private final CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0);

  @AfterEach
  void nothingLeaks() {
    backend.close();
    assertEquals(0, driver.open());
  }

  private static Fill fill(FillPlan plan) {
    return new Fill(plan, SHAPE, DType.F32, Key.raw(1), Region.whole());
  }

  private static Map<String, FillPlan> laws() {
    Map<String, FillPlan> laws = new TreeMap<>();
    laws.put("constant", new ConstantFill(0.3));
    laws.put("uniform", new UniformFill(-1, 2, ComplexBounds.PER_PART));
    laws.put("normal", new NormalFill(0.5, 2));
    laws.put("truncated normal", new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART));
    laws.put("quantile", new QuantileFill(Quantiles.exponential(1.5)));
    laws.put("discrete", new DiscreteFill(List.of(1.0, 2.0), List.of(0.25, 0.75)));
    laws.put("diagonal", new DiagonalFill(2, 0, 1, 1, List.of(0L, 0L), List.of(0L, 1L)));
    return laws;
  }

  @TestFactory
  Stream<DynamicTest> afterTheFirstALawIsOneLaunchThatAGraphTakes() {
    return laws().entrySet().stream()
        .map(law -> dynamicTest(law.getKey(), () -> assertLaunches(law.getValue())));
  }

  /** One; a diagonal is zeros first. */
  private static void assertLaunches(FillPlan plan) {
    PtxDriver counting = new PtxDriver(1);
    try (CudaBackend gpu = new CudaBackend(counting, new NoLibraries(), 0)) {
      byte[] memory = new byte[BYTES];
      long address = counting.allocate(memory);
      gpu.fill(fill(plan), DeviceDestination.at(address).onStream(9));
      byte[] expected = memory.clone();
      counting.takeLog();
      counting.setCapturing(9, true);
      gpu.fill(fill(plan), DeviceDestination.at(address).onStream(9));
      counting.setCapturing(9, false);
      Set<String> questions =
          Set.of(
              "cuCtxGetCurrent",
              "cuCtxSetCurrent",
              "cuPointerGetAttributes",
              "cuStreamIsCapturing");
      List<String> others =
          counting.takeLog().stream().filter(call -> !questions.contains(call)).toList();
      int launches = plan instanceof DiagonalFill ? 2 : 1;
      assertEquals(Collections.nCopies(launches, "cuLaunchKernel"), others);
      assertArrayEquals(expected, memory);
    }
  }

  @Test
  void aTableIsUploadedOnceForAllChunksStreamsAndThreads() {
    FillPlan plan = new QuantileFill(Quantiles.exponential(1.5));
    long address = driver.allocate(new byte[BYTES]);
    for (int stream = 0; stream < 4; stream++) {
      backend.fill(fill(plan), DeviceDestination.at(address).onStream(stream));
    }
    List<String> log = driver.takeLog();
    assertEquals(1, log.stream().filter("cuMemcpyHtoDAsync"::equals).count());
    assertEquals(1, log.stream().filter("cuMemAlloc"::equals).count());
  }

  /** The kernels were loaded by other laws; these laws' tables are uploaded in the capture. */
  @Test
  void aGraphTakesTheFirstNormalAndTheFirstUsualTruncation() {
    long address = driver.allocate(new byte[BYTES]);
    long[] columns = {1, 6};
    FillPlan exponential = new QuantileFill(Quantiles.exponential(1.5));
    backend.fill(fill(exponential), DeviceDestination.at(address).onStream(9));
    backend.fill(fill(exponential), DeviceDestination.at(address).strided(columns).onStream(9));
    driver.setCapturing(9, true);
    FillPlan usual = new TruncatedNormalFill(0.5, 3, -5.5, 6.5, ComplexBounds.PER_PART);
    backend.fill(fill(usual), DeviceDestination.at(address).onStream(9));
    backend.fill(
        fill(new NormalFill(0.5, 2)), DeviceDestination.at(address).strided(columns).onStream(9));
    driver.setCapturing(9, false);
  }

  /** A distribution of more outcomes than a kernel's arguments hold: it has a table. */
  private static FillPlan aTable(double first) {
    return new DiscreteFill(List.of(first, 1.0, 2.0, 3.0, 4.0), List.of(0.2, 0.2, 0.2, 0.2, 0.2));
  }

  @Test
  void tablesAreBounded() {
    long address = driver.allocate(new byte[BYTES]);
    int before = driver.open();
    for (int i = 0; i < 2 * DeviceTables.MOST_TABLES; i++) {
      backend.fill(fill(aTable(i)), DeviceDestination.at(address));
    }
    // and an event for each of the half that may go
    int most = DeviceTables.MOST_TABLES * 3 / 2 + 8;
    assertTrue(driver.open() - before <= most, () -> "" + driver.open());
  }

  /** The first tables, which stay, so that later ones come and go. */
  private void fillWithTheFirstTables(long address) {
    for (int i = 0; i < DeviceTables.MOST_TABLES / 2; i++) {
      backend.fill(fill(aTable(i + 0.5)), DeviceDestination.at(address));
    }
  }

  /** Each waits for the last launch that reads it, before it goes. */
  @Test
  void aTableGoesOnceItsLastUseHasPassed() {
    long address = driver.allocate(new byte[BYTES]);
    fillWithTheFirstTables(address);
    driver.takeLog();
    FillPlan plan = aTable(-1);
    backend.fill(fill(plan), DeviceDestination.at(address));
    assertTrue(driver.takeLog().contains("cuEventRecord"));
    for (int i = 0; i < DeviceTables.MOST_TABLES / 2; i++) {
      backend.fill(fill(aTable(i)), DeviceDestination.at(address));
    }
    List<String> log = driver.takeLog();
    int freed = log.indexOf("cuMemFree");
    assertTrue(freed > 0 && log.get(freed - 1).equals("cuEventSynchronize"), log::toString);
  }

  @Test
  void aTableThatAGraphHoldsStays() {
    long address = driver.allocate(new byte[BYTES]);
    fillWithTheFirstTables(address);
    FillPlan captured = aTable(-1);
    backend.fill(fill(captured), DeviceDestination.at(address).onStream(9));
    driver.setCapturing(9, true);
    backend.fill(fill(captured), DeviceDestination.at(address).onStream(9));
    driver.setCapturing(9, false);
    for (int i = 0; i < 2 * DeviceTables.MOST_TABLES; i++) {
      backend.fill(fill(aTable(i)), DeviceDestination.at(address));
    }
    driver.takeLog();
    backend.fill(fill(captured), DeviceDestination.at(address).onStream(9));
    assertTrue(!driver.takeLog().contains("cuMemAlloc"));
  }

  @Test
  void whatAGraphCannotKeepIsRefusedWhileCapturing() {
    long address = driver.allocate(new byte[BYTES]);
    FillPlan affine = new FunctionFill((position, words) -> position);
    backend.fill(fill(affine), DeviceDestination.at(address).onStream(9));
    driver.setCapturing(9, true);
    assertEquals(
        "stream must not be capturing: a graph cannot keep the workspace of this fill (256 bytes)",
        assertThrows(
                IllegalStateException.class,
                () -> backend.fill(fill(affine), DeviceDestination.at(address).onStream(9)))
            .getMessage());
    driver.setCapturing(9, false);
  }

  /** What a driver is given it compiles, which is most of the time of a first fill. */
  @Test
  void theFirstFillHasOneKernelCompiled() {
    List<String> kernels = new ArrayList<>();
    PtxDriver watched =
        new PtxDriver(1) {
          @Override
          public synchronized long loadModule(byte[] ptx, String what) {
            String text = new String(ptx, StandardCharsets.US_ASCII);
            kernels.addAll(PtxModule.parse(text).kernels().keySet());
            return super.loadModule(ptx, what);
          }
        };
    try (CudaBackend gpu = new CudaBackend(watched, new NoLibraries(), 0)) {
      long address = watched.allocate(new byte[BYTES]);
      gpu.fill(fill(new NormalFill(0, 1)), DeviceDestination.at(address));
      assertEquals(List.of("fill_normal_f32"), kernels);
      gpu.fill(fill(new NormalFill(0, 1)), DeviceDestination.at(address).strided(1, 6));
      assertEquals(List.of("fill_normal_f32", "fill_quantile_f32_box"), kernels);
    }
  }

  @TestFactory
  Stream<DynamicTest> aGraphTakesTheFirstFillByALaw() {
    return laws().entrySet().stream()
        .map(law -> dynamicTest(law.getKey(), () -> assertFirstCaptured(law.getValue())));
  }

  private static void assertFirstCaptured(FillPlan plan) {
    PtxDriver driver = new PtxDriver(1);
    try (CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0)) {
      byte[] memory = new byte[BYTES];
      long address = driver.allocate(memory);
      driver.setCapturing(9, true);
      gpu.fill(fill(plan), DeviceDestination.at(address).onStream(9));
      driver.setCapturing(9, false);
      byte[] captured = memory.clone();
      gpu.fill(fill(plan), DeviceDestination.at(address).onStream(9));
      assertArrayEquals(memory, captured);
    }
    assertEquals(0, driver.open());
  }

  /** However many tables there are: to give some back would not be the graph's. */
  @Test
  void duringACaptureNoTableIsGivenBack() {
    long address = driver.allocate(new byte[BYTES]);
    driver.setCapturing(9, true);
    for (int i = 0; i <= DeviceTables.MOST_TABLES; i++) {
      backend.fill(fill(aTable(i)), DeviceDestination.at(address).onStream(9));
    }
    driver.setCapturing(9, false);
    assertTrue(!driver.takeLog().contains("cuMemFree"));
  }

  @Test
  void anOldDriverLoadsAKernelBeforeAGraphNeedsIt() {
    PtxDriver old = new PtxDriver(1).version(12020);
    long address = old.allocate(new byte[BYTES]);
    Fill fill = fill(new UniformFill(-1, 2, ComplexBounds.PER_PART));
    try (CudaBackend gpu = new CudaBackend(old, new NoLibraries(), 0)) {
      old.setCapturing(9, true);
      assertEquals(
          "a kernel must be loaded before a stream is captured, where the driver is older than"
              + " CUDA 12.3: fill once before",
          assertThrows(
                  IllegalStateException.class,
                  () -> gpu.fill(fill, DeviceDestination.at(address).onStream(9)))
              .getMessage());
      old.setCapturing(9, false);
      gpu.fill(fill, DeviceDestination.at(address).onStream(9));
      old.setCapturing(9, true);
      gpu.fill(fill, DeviceDestination.at(address).onStream(9));
      old.setCapturing(9, false);
    }
  }

  /**
   * The zeros' kernel is there, that of the pattern is not: known before the zeros are launched.
   */
  @Test
  void aDiagonalIsRefusedBeforeItsZerosAreWritten() {
    PtxDriver old = new PtxDriver(1).version(12020);
    byte[] memory = new byte[BYTES];
    long address = old.allocate(memory);
    FillPlan diagonal = laws().get("diagonal");
    try (CudaBackend gpu = new CudaBackend(old, new NoLibraries(), 0)) {
      gpu.fill(fill(new ConstantFill(7)), DeviceDestination.at(address).onStream(9));
      byte[] before = memory.clone();
      old.setCapturing(9, true);
      assertThrows(
          IllegalStateException.class,
          () -> gpu.fill(fill(diagonal), DeviceDestination.at(address).onStream(9)));
      old.setCapturing(9, false);
      assertArrayEquals(before, memory);
    }
  }

  @Test
  void workspaceIsTakenAgainAndTheHostNeverWaits() {
    FillPlan plan = new AffineFill(new NormalFill(0, 1), 2, 1);
    byte[] memory = new byte[BYTES];
    long address = driver.allocate(memory);
    Fill narrow = new Fill(plan, SHAPE, DType.BF16, Key.raw(1), Region.whole());
    backend.fill(narrow, DeviceDestination.at(address).onStream(9));
    driver.takeLog();
    driver.setBusy(9, true);
    for (int i = 0; i < 10; i++) {
      backend.fill(narrow, DeviceDestination.at(address).onStream(9));
    }
    Set<String> calls = new TreeSet<>(driver.takeLog());
    assertTrue(!calls.contains("cuMemAlloc"), calls::toString);
    assertTrue(calls.stream().noneMatch(call -> call.contains("Synchronize")), calls::toString);
  }

  @Test
  void outOfMemoryIsKnownBeforeAnythingIsWritten() {
    FillPlan second = new FunctionFill((position, words) -> position);
    FillPlan plan = new BlocksFill(0, List.of(3L, 3L), List.of(new ConstantFill(1), second));
    byte[] memory = new byte[BYTES];
    long address = driver.allocate(memory);
    driver.limitMemory(100);
    CudaException failure =
        assertThrows(
            CudaException.class, () -> backend.fill(fill(plan), DeviceDestination.at(address)));
    assertEquals(
        "cuMemAlloc failed with 2 (CUDA_ERROR_OUT_OF_MEMORY), 256 bytes for filling [6, 5] of F32"
            + " (workspace, most of it scratch); 100 of the device's"
            + " 1099511627776 bytes are free",
        failure.getMessage());
    assertArrayEquals(new byte[BYTES], memory);
  }

  @Test
  void outOfMemoryLeavesAHostArrayAsItWas() {
    short[] values = new short[30];
    Fill fill =
        new Fill(
            new AffineFill(new NormalFill(0, 1), 2, 1),
            SHAPE,
            DType.BF16,
            Key.raw(1),
            Region.whole());
    driver.limitMemory(1 << 16);
    assertThrows(CudaException.class, () -> backend.fill(fill, Destination.of(values)));
    assertArrayEquals(new short[30], values);
    driver.limitMemory(1 << 20);
    backend.fill(fill, Destination.of(values));
  }

  @Test
  void aFailureOfEarlierWorkIsToldByTheNextCall() {
    long address = driver.allocate(new byte[BYTES]);
    driver.failCall(1);
    CudaException failure =
        assertThrows(
            CudaException.class,
            () -> backend.fill(fill(new ConstantFill(1)), DeviceDestination.at(address)));
    assertTrue(
        failure
            .getMessage()
            .endsWith(
                "; work launched before this call may be what failed: what it was to fill is not"
                    + " to be used, nor is its context"),
        failure::getMessage);
  }

  @Test
  void theCallersContextOfThisDeviceIsUsed() {
    long own = driver.createContext(0);
    long address = driver.allocate(new byte[BYTES], own, PointerInfo.Kind.DEVICE);
    driver.setCurrentContext(own);
    long stream = driver.createStream();
    driver.takeLog();
    backend.fill(fill(new NormalFill(0, 1)), DeviceDestination.at(address).onStream(stream));
    assertTrue(!driver.takeLog().contains("cuCtxSetCurrent"));
    assertEquals(own, driver.currentContext());
    driver.destroyStream(stream);
  }

  @Test
  void underAnotherDevicesContextTheOwnPrimaryOneIsUsed() {
    long address = driver.allocate(new byte[BYTES]);
    driver.setCurrentContext(2);
    backend.fill(fill(new NormalFill(0, 1)), DeviceDestination.at(address));
    assertEquals(2, driver.currentContext());
  }

  @Test
  void aStreamOfAnotherContextIsRefused() {
    long address = driver.allocate(new byte[BYTES]);
    driver.setCurrentContext(2);
    long stream = driver.createStream();
    assertEquals(
        "stream must belong to the primary context of device 0, in which this fill runs, was 0x"
            + Long.toHexString(stream),
        refusal(
            () ->
                backend.fill(
                    fill(new ConstantFill(1)), DeviceDestination.at(address).onStream(stream))));
    driver.destroyStream(stream);
  }

  @Test
  void aStreamOfThePrimaryContextIsRefusedWhereAnotherIsCurrent() {
    driver.setCurrentContext(1);
    long stream = driver.createStream();
    long own = driver.createContext(0);
    long address = driver.allocate(new byte[BYTES], own, PointerInfo.Kind.DEVICE);
    driver.setCurrentContext(own);
    assertEquals(
        "stream must belong to the calling thread's current context, in which this fill runs, was"
            + " 0x"
            + Long.toHexString(stream),
        refusal(
            () ->
                backend.fill(
                    fill(new ConstantFill(1)), DeviceDestination.at(address).onStream(stream))));
    driver.destroyStream(stream);
  }

  @Test
  void memoryOfAnotherDeviceIsRefused() {
    long address = driver.allocate(new byte[BYTES], 2, PointerInfo.Kind.DEVICE);
    assertEquals(
        "address must be in memory of device 0, was 0x"
            + Long.toHexString(address)
            + " in memory of device 1",
        refusal(() -> backend.fill(fill(new ConstantFill(1)), DeviceDestination.at(address))));
  }

  @Test
  void hostMemoryIsRefusedAndMappedOrManagedMemoryIsNot() {
    long host = driver.allocate(new byte[BYTES], 1, PointerInfo.Kind.HOST);
    assertEquals(
        "address must be in memory that the device reaches (its own, managed, or pinned and"
            + " mapped), was 0x"
            + Long.toHexString(host)
            + " in host memory",
        refusal(() -> backend.fill(fill(new ConstantFill(1)), DeviceDestination.at(host))));
    long managed = driver.allocate(new byte[BYTES], 2, PointerInfo.Kind.MANAGED);
    backend.fill(fill(new ConstantFill(1)), DeviceDestination.at(managed));
    long mapped = driver.allocate(new byte[BYTES], 2, PointerInfo.Kind.MAPPED_HOST);
    backend.fill(fill(new ConstantFill(1)), DeviceDestination.at(mapped));
  }

  @Test
  void aRegionBeyondItsAllocationIsRefused() {
    long address = driver.allocate(new byte[BYTES]);
    String start = Long.toHexString(address);
    assertEquals(
        "address and strides must stay inside of the allocation of 120 bytes at 0x"
            + start
            + ", but reach from 0x"
            + Long.toHexString(address + 4)
            + " up to 0x"
            + Long.toHexString(address + 124),
        refusal(() -> backend.fill(fill(new ConstantFill(1)), DeviceDestination.at(address + 4))));
    assertEquals(
        "address and strides must stay inside of the allocation of 120 bytes at 0x"
            + start
            + ", but reach from 0x"
            + Long.toHexString(address - 4)
            + " up to 0x"
            + Long.toHexString(address + 116),
        refusal(
            () ->
                backend.fill(
                    fill(new ConstantFill(1)),
                    DeviceDestination.at(address + 112).strided(-5, -1))));
    backend.fill(fill(new ConstantFill(1)), DeviceDestination.at(address + 116).strided(-5, -1));
  }

  @Test
  void stridesBeyond64BitsAreRefused() {
    assertEquals(
        "strides [4611686018427387904, 1] must keep shape [6, 5] within the device's addresses, at"
            + " 0x1000",
        refusal(
            () ->
                backend.fill(
                    fill(new ConstantFill(1)), DeviceDestination.at(0x1000).strided(1L << 62, 1))));
  }

  private static String refusal(Runnable action) {
    return assertThrows(IllegalArgumentException.class, action::run).getMessage();
  }
}
