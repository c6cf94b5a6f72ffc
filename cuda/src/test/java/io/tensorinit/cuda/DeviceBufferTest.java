package io.tensorinit.cuda;

import static io.tensorinit.Initializers.heNormal;
import static io.tensorinit.Initializers.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.TensorInit;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.memory.Transfer;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.memory.Storage;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tensors of the backend's own: made in a sentence, copied in chunks, closed at any time. */
class DeviceBufferTest {
  private static final Key KEY = Seed.of(42).key("fc1.weight");
  private static final Shape SHAPE = Shape.of(7, 5);

  private final PtxDriver driver = new PtxDriver(1);
  private final CudaBackend gpu = new CudaBackend(driver, new NoLibraries(), 0);

  @AfterEach
  void nothingLeaks() {
    gpu.close();
    assertEquals(0, driver.open());
  }

  @Test
  void aTensorIsMadeFilledAndReadInASentence() {
    float[] values = new float[35];
    try (DeviceBuffer weights = gpu.create(TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY))) {
      weights.copyTo(Destination.of(values));
      assertEquals(SHAPE, weights.shape());
      assertEquals(DType.F32, weights.dtype());
      assertEquals(140, weights.byteSize());
    }
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertArrayEquals(
          TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY).on(cpu).floats(), values);
    }
  }

  @Test
  void aRequestSaysDtypeRegionAndStream() {
    try (DeviceStream stream = gpu.newStream();
        DeviceBuffer part =
            gpu.create(
                TensorInit.tensor(heNormal())
                    .shape(SHAPE)
                    .dtype(DType.F64)
                    .key(KEY)
                    .region(Region.range(3, 9)),
                stream.handle())) {
      assertEquals(Shape.of(9), part.shape());
      double[] values = new double[9];
      part.copyTo(Destination.of(values), stream.handle());
      try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
        assertArrayEquals(
            TensorInit.tensor(heNormal())
                .shape(SHAPE)
                .dtype(DType.F64)
                .key(KEY)
                .region(Region.range(3, 9))
                .on(cpu)
                .doubles(),
            values);
      }
    }
  }

  @Test
  void aCopyStandsBehindTheLastFillThoughItsStreamIsGone() {
    float[] values = new float[35];
    DeviceBuffer weights;
    try (DeviceStream stream = gpu.newStream()) {
      weights = gpu.create(TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY), stream.handle());
    }
    driver.takeLog();
    weights.copyTo(Destination.of(values));
    List<String> calls = driver.takeLog();
    assertTrue(calls.contains("cuStreamWaitEvent"), calls::toString);
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertArrayEquals(
          TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY).on(cpu).floats(), values);
    }
  }

  @Test
  void aRequestFillsABufferAndACopyStandsBehindIt() {
    float[] values = new float[35];
    FillRequest request = TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY);
    try (DeviceBuffer weights = gpu.allocate(DType.F32, SHAPE)) {
      try (DeviceStream stream = gpu.newStream()) {
        request.on(gpu).into(weights.destination().onStream(stream.handle()));
      }
      driver.takeLog();
      weights.copyTo(Destination.of(values));
      List<String> calls = driver.takeLog();
      int wait = calls.indexOf("cuStreamWaitEvent");
      assertTrue(wait >= 0 && wait < calls.indexOf("cuEventRecord"), calls::toString);
    }
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertArrayEquals(request.on(cpu).floats(), values);
    }
  }

  @Test
  void aFillInsideOfABufferIsAFillOfIt() {
    float[] values = new float[35];
    try (DeviceBuffer weights = gpu.create(TensorInit.tensor(zeros()).shape(SHAPE).key(KEY))) {
      Fill ones = new Fill(new ConstantFill(1), Shape.of(3), DType.F32, KEY, Region.whole());
      try (DeviceStream stream = gpu.newStream()) {
        long third = weights.address() + 2 * Float.BYTES;
        driver.takeLog();
        gpu.fill(ones, DeviceDestination.at(third).strided(5).onStream(stream.handle()));
        List<String> calls = driver.takeLog();
        assertTrue(calls.contains("cuEventRecord"), calls::toString);
      }
      weights.copyTo(Destination.of(values));
    }
    for (int i = 0; i < 35; i++) {
      assertEquals(i == 2 || i == 7 || i == 12 ? 1 : 0, values[i], "element " + i);
    }
  }

  @Test
  void aBufferIsFilledInThePrimaryContextWhicheverIsCurrent() {
    long own = driver.createContext(0);
    try (DeviceBuffer weights = gpu.allocate(DType.F32, SHAPE);
        DeviceStream stream = gpu.newStream()) {
      driver.setCurrentContext(own);
      long other = driver.createStream();
      Fill ones = new Fill(new ConstantFill(1), SHAPE, DType.F32, KEY, Region.whole());
      gpu.fill(ones, weights.destination().onStream(stream.handle()));
      assertEquals(
          "stream must belong to the primary context of device 0, in which this fill runs, was 0x"
              + Long.toHexString(other),
          assertThrows(
                  IllegalArgumentException.class,
                  () -> gpu.fill(ones, weights.destination().onStream(other)))
              .getMessage());
      assertEquals(own, driver.currentContext());
      driver.destroyStream(other);
    }
  }

  private List<String> waitsAndFrees() {
    return driver.takeLog().stream()
        .filter(call -> call.matches("cuEventSynchronize|cuMemFree"))
        .toList();
  }

  /** Freeing need not wait for the device, and the halves are filled at the same time. */
  @Test
  void whatTwoStreamsFillIsFreedOnceBothHavePassed() {
    Fill half = new Fill(new ConstantFill(1), Shape.of(17), DType.F32, KEY, Region.whole());
    try (DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream()) {
      DeviceBuffer weights = gpu.allocate(DType.F32, SHAPE);
      long at = weights.address();
      for (DeviceStream stream : List.of(one, other)) {
        driver.setBusy(stream.handle(), true);
        gpu.fill(half, DeviceDestination.at(at).onStream(stream.handle()));
        at += half.regionShape().elementCount() * Float.BYTES;
      }
      List<String> calls = driver.takeLog();
      assertFalse(calls.contains("cuStreamWaitEvent"), calls::toString);
      weights.close();
      assertEquals(
          List.of("cuEventSynchronize", "cuEventSynchronize", "cuMemFree"), waitsAndFrees());
    }
  }

  /** A function is called between launches: what it throws is no driver's failure. */
  @Test
  void whatAFunctionLeftUnfinishedIsWaitedForBeforeItIsFreed() {
    FillPlan failing =
        new FunctionFill(
            (position, words) -> {
              throw new ArithmeticException("at " + position);
            });
    FillPlan plan = new BlocksFill(0, List.of(3L, 4L), List.of(new ConstantFill(1), failing));
    Fill fill = new Fill(plan, SHAPE, DType.F32, KEY, Region.whole());
    DeviceBuffer weights = gpu.allocate(DType.F32, SHAPE);
    driver.setBusy(0, true);
    driver.takeLog();
    assertEquals(
        "at 0",
        assertThrows(ArithmeticException.class, () -> gpu.fill(fill, weights.destination()))
            .getMessage());
    List<String> calls = driver.takeLog();
    assertTrue(calls.contains("cuLaunchKernel"), calls::toString);
    weights.close();
    assertEquals(List.of("cuEventSynchronize", "cuMemFree"), waitsAndFrees());
  }

  /** Which tells of no stream that is refused. */
  @Test
  void aRefusedFillLeavesNoMark() {
    driver.setCurrentContext(driver.createContext(0));
    long other = driver.createStream();
    Fill ones = new Fill(new ConstantFill(1), SHAPE, DType.F32, KEY, Region.whole());
    DeviceBuffer weights = gpu.allocate(DType.F32, SHAPE);
    driver.takeLog();
    assertThrows(
        IllegalArgumentException.class,
        () -> gpu.fill(ones, weights.destination().onStream(other)));
    List<String> calls = driver.takeLog();
    assertFalse(calls.contains("cuStreamSynchronize"), calls::toString);
    weights.close();
    assertEquals(List.of("cuMemFree"), waitsAndFrees());
    driver.destroyStream(other);
  }

  @Test
  void elementsGoToTheirPlacesThroughSeveralChunks() {
    int rows = 3;
    int columns = Transfer.CHUNK_BYTES / Float.BYTES / 2 + 7;
    Shape shape = Shape.of(rows, columns);
    driver.grid(1, 1);
    try (DeviceBuffer buffer = gpu.allocate(DType.F32, shape)) {
      float[] source = new float[rows * columns];
      for (int i = 0; i < source.length; i++) {
        source[i] = i;
      }
      driver.write(buffer.address(), source);
      float[] transposed = new float[source.length];
      buffer.copyTo(Destination.of(transposed).strided(0, 1, rows));
      for (int i = 0; i < source.length; i++) {
        if (transposed[i % columns * rows + i / columns] != i) {
          throw new AssertionError("element " + i);
        }
      }
    }
  }

  @Test
  void anEmptyTensorHasAnAddressAndNoElements() {
    try (DeviceBuffer empty =
        gpu.create(TensorInit.tensor(heNormal()).shape(Shape.of(0, 4)).key(KEY))) {
      assertTrue(empty.address() != 0);
      assertEquals(0, empty.byteSize());
      empty.copyTo(Destination.of(new float[0]));
    }
  }

  @Test
  void anAsynchronousCopyIsWaitedForByClose() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Storage slow =
        new Storage() {
          @Override
          public long capacity(DType part) {
            return 35;
          }

          @Override
          public void putFloats(long position, float[] values, int from, int count) {
            begun.countDown();
            try {
              mayEnd.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
        };
    DeviceBuffer weights = gpu.create(TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY));
    CompletableFuture<Void> copy = weights.copyToAsync(Destination.in(slow), 0);
    begun.await();
    assertFalse(copy.isDone());
    Thread closing = new Thread(weights::close);
    closing.start();
    closing.join(50);
    assertTrue(closing.isAlive(), "close waits");
    mayEnd.countDown();
    closing.join();
    copy.join();
  }

  @Test
  void aCopyThatFailsSaysSoInItsFuture() {
    try (DeviceBuffer weights = gpu.create(TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY))) {
      CompletableFuture<Void> copy =
          weights.copyToAsync(
              Destination.in(
                  new Storage() {
                    @Override
                    public long capacity(DType part) {
                      return 35;
                    }
                  }),
              0);
      Throwable failure = assertThrows(CompletionException.class, copy::join).getCause();
      assertEquals(UnsupportedOperationException.class, failure.getClass());
    }
  }

  @Test
  void closedBuffersAreRefused() {
    DeviceBuffer weights = gpu.create(TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY));
    weights.close();
    weights.close();
    assertEquals(
        "the device buffer is closed",
        assertThrows(IllegalStateException.class, weights::address).getMessage());
    DeviceBuffer left = gpu.create(TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY));
    gpu.close();
    assertEquals(
        "the CUDA backend is closed",
        assertThrows(IllegalStateException.class, left::address).getMessage());
    assertThrows(IllegalStateException.class, () -> left.copyTo(Destination.of(new float[35])));
    left.close();
  }

  @Test
  void aFillOfAnotherShapeOrTypeIsRefused() {
    try (DeviceBuffer buffer = gpu.allocate(DType.F32, SHAPE)) {
      Fill other = new Fill(new ConstantFill(1), Shape.of(5, 7), DType.F64, KEY, Region.whole());
      assertEquals(
          "destination holds a tensor [7, 5] of F32, the fill's region is [5, 7] of F64",
          assertThrows(IllegalArgumentException.class, () -> gpu.fill(other, buffer.destination()))
              .getMessage());
    }
  }

  @Test
  void whereMemoryRunsOutTheTensorIsNamed() {
    driver.limitMemory(100);
    CudaException failure =
        assertThrows(
            CudaException.class,
            () -> gpu.create(TensorInit.tensor(heNormal()).shape(SHAPE).key(KEY)));
    assertTrue(
        failure.getMessage().contains("140 bytes for a tensor [7, 5] of F32"), failure::getMessage);
  }
}
