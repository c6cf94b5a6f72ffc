package io.tensorinit.cuda;

import static io.tensorinit.Initializers.heNormal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.TensorInit;
import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.library.JcudaLoader;
import io.tensorinit.cuda.memory.DeviceTables;
import io.tensorinit.cuda.memory.Transfer;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
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
import io.tensorinit.testkit.Elements;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Memory, streams and threads on a real device: values arrive behind the work that makes them, and
 * the driver's answers about addresses are understood. Skipped where there is none; a failure
 * instead with {@code -Dtensorinit.requireGpu=true}.
 */
@Tag("gpu")
@ExtendWith(HeldContext.class)
class DeviceMemoryGpuTest {
  private static final Key KEY = Key.raw(1);

  @BeforeEach
  void wantsADevice() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
  }

  private static Fill fill(FillPlan plan, Shape shape, DType dtype) {
    return new Fill(plan, shape, dtype, KEY, Region.whole());
  }

  private static short[] onCpu(Fill fill) {
    short[] values = new short[Math.toIntExact(fill.shape().elementCount())];
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      cpu.fill(fill, Destination.of(values));
    }
    return values;
  }

  @Test
  void aTensorOfSeveralChunksArrivesBehindItsFill() {
    Shape shape = Shape.of(3, Transfer.CHUNK_BYTES / Float.BYTES / 2 + 5);
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceBuffer weights = gpu.create(TensorInit.tensor(heNormal()).shape(shape).key(KEY))) {
      weights.copyTo(Destination.of(values));
    }
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      assertArrayEquals(
          TensorInit.tensor(heNormal()).shape(shape).key(KEY).on(cpu).floats(), values);
    }
  }

  @Test
  void streamsShareWorkspaceTablesAndPinnedMemory() {
    Shape shape = Shape.of(37, 129);
    List<FillPlan> plans =
        List.of(
            new AffineFill(new NormalFill(0, 1), 2, 1),
            new QuantileFill(Quantiles.exponential(1.5)),
            new FunctionFill((position, words) -> position % 200));
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream()) {
      for (int turn = 0; turn < 12; turn++) {
        Fill fill = fill(plans.get(turn / 2 % 3), shape, DType.BF16);
        long stream = (turn % 2 == 0 ? one : other).handle();
        short[] values = new short[37 * 129];
        try (DeviceBuffer buffer = gpu.allocate(DType.BF16, shape)) {
          gpu.fill(fill, buffer.destination().onStream(stream));
          buffer.copyTo(Destination.of(values));
        }
        assertArrayEquals(onCpu(fill), values, "turn " + turn);
      }
      gpu.trim();
    }
  }

  @Test
  void copiesOfSeveralBuffersRunAtATime() {
    Shape shape = Shape.of(1000, 33);
    List<CompletableFuture<Void>> copies = new ArrayList<>();
    List<short[]> values = new ArrayList<>();
    Fill fill = fill(new NormalFill(0, 1), shape, DType.F16);
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceBuffer buffer = gpu.allocate(DType.F16, shape)) {
      gpu.fill(fill, buffer.destination());
      for (int i = 0; i < 5; i++) {
        values.add(new short[33_000]);
        copies.add(buffer.copyToAsync(Destination.of(values.get(i)), 0));
      }
    }
    copies.forEach(CompletableFuture::join);
    short[] expected = onCpu(fill);
    values.forEach(each -> assertArrayEquals(expected, each));
  }

  /** Freeing need not wait for the device: whoever closes does. */
  @Test
  void whatIsClosedAtOnceIsFilledBefore() {
    Shape shape = Shape.of(1 << 20);
    Fill fill = fill(new NormalFill(0, 1), shape, DType.BF16);
    short[] values = new short[1 << 20];
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream()) {
      for (int turn = 0; turn < 3; turn++) {
        DeviceBuffer closed = gpu.allocate(DType.BF16, shape);
        gpu.fill(fill, closed.destination().onStream(one.handle()));
        closed.close();
        try (DeviceBuffer next = gpu.allocate(DType.BF16, shape)) { // likely in the same place
          gpu.fill(fill, next.destination().onStream(other.handle()));
          next.copyTo(Destination.of(values));
        }
        assertArrayEquals(onCpu(fill), values);
        gpu.fill(
            fill(new AffineFill(new NormalFill(0, 1), 2, 1), Shape.of(1 << 10), DType.BF16),
            Destination.of(new short[1 << 10]));
        gpu.trim();
      }
    }
  }

  /** Two streams at work in one buffer, and with one batch: whoever closes waits for both. */
  @Test
  void whatTwoStreamsFillIsClosedAtOnce() {
    int half = 1 << 18;
    Fill fill = fill(new NormalFill(0, 1), Shape.of(half), DType.BF16);
    short[] expected = onCpu(fill);
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream()) {
      for (int turn = 0; turn < 3; turn++) {
        DeviceBuffer closed = gpu.allocate(DType.BF16, Shape.of(2 * half));
        long second = closed.address() + (long) half * Short.BYTES;
        gpu.fill(fill, DeviceDestination.at(closed.address()).onStream(one.handle()));
        gpu.fill(fill, DeviceDestination.at(second).onStream(other.handle()));
        FillBatch batch =
            gpu.batch(List.of(new DeviceFill(fill, DeviceDestination.at(closed.address()))));
        batch.fill(one.handle());
        batch.fill(other.handle());
        batch.close();
        closed.close();
        short[] values = new short[2 * half];
        try (DeviceBuffer next = gpu.allocate(DType.BF16, Shape.of(2 * half))) {
          second = next.address() + (long) half * Short.BYTES;
          gpu.fill(fill, DeviceDestination.at(next.address()).onStream(one.handle()));
          gpu.fill(fill, DeviceDestination.at(second).onStream(other.handle()));
          next.copyTo(Destination.of(values));
        }
        assertArrayEquals(expected, Arrays.copyOf(values, half));
        assertArrayEquals(expected, Arrays.copyOfRange(values, half, 2 * half));
      }
    }
  }

  @Test
  void batchesAndTheirBuffersAreClosedAtOnce() {
    Shape shape = Shape.of(37, 129);
    List<FillPlan> plans =
        List.of(new NormalFill(0, 1), new AffineFill(new NormalFill(0, 1), 2, 1));
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceStream stream = gpu.newStream()) {
      List<DeviceBuffer> kept = new ArrayList<>();
      List<DeviceBuffer> closed = new ArrayList<>();
      for (List<DeviceBuffer> buffers : List.of(kept, closed)) {
        List<DeviceFill> fills = new ArrayList<>();
        for (FillPlan plan : plans) {
          buffers.add(gpu.allocate(DType.BF16, shape));
          DeviceBuffer last = buffers.get(buffers.size() - 1);
          fills.add(new DeviceFill(fill(plan, shape, DType.BF16), last.destination()));
        }
        FillBatch batch = gpu.batch(fills);
        batch.fill(stream.handle());
        if (buffers == closed) {
          closed.forEach(DeviceBuffer::close);
        }
        batch.close();
      }
      for (int i = 0; i < plans.size(); i++) {
        short[] values = new short[37 * 129];
        kept.get(i).copyTo(Destination.of(values), stream.handle());
        assertArrayEquals(onCpu(fill(plans.get(i), shape, DType.BF16)), values);
      }
    }
  }

  /** Later distributions take the place of those not used for longest, on several streams. */
  @Test
  void aTableIsReadBeforeItGoes() {
    Shape shape = Shape.of(8);
    int count = 2 * DeviceTables.MOST_TABLES;
    List<short[]> all = new ArrayList<>();
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);
        CudaBackend gpu = CudaBackend.open(0);
        DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream();
        DeviceBuffer buffer = gpu.allocate(DType.BF16, Shape.of(2L * count, 8))) {
      for (int i = 0; i < count; i++) {
        List<Double> values = List.of(i + 1.0, -i - 1.0, 2.0, 3.0, 4.0); // too many for arguments
        FillPlan plan = new DiscreteFill(values, List.of(0.25, 0.5, 0.125, 0.0625, 0.0625));
        Fill fill = fill(plan, shape, DType.BF16);
        short[] expected = new short[8];
        cpu.fill(fill, Destination.of(expected));
        for (DeviceStream stream : List.of(one, other)) {
          long row = 2L * i + (stream == one ? 0 : 1);
          gpu.fill(
              fill,
              DeviceDestination.at(buffer.address() + row * 8 * Short.BYTES)
                  .onStream(stream.handle()));
          all.add(expected);
        }
      }
      short[] values = new short[2 * count * 8];
      buffer.copyTo(Destination.of(values)); // behind both streams
      for (int row = 0; row < 2 * count; row++) {
        assertArrayEquals(
            all.get(row), Arrays.copyOfRange(values, row * 8, row * 8 + 8), "row " + row);
      }
    }
  }

  /**
   * More than 2^32 cells, and more than 2^32 bytes: every primitive, alone and in a batch, compared
   * at both ends, around 2^31 and 2^32 and at places between. Takes 9 GB of the device; with {@code
   * -Dtensorinit.gpuElements=N} as many as N cells and bytes.
   */
  @Test
  void fillsReachBeyond32Bits() {
    long most = Long.getLong("tensorinit.gpuElements", 1L << 32);
    List<FillPlan> plans =
        List.of(
            new ConstantFill(0.3),
            new UniformFill(-1, 2, ComplexBounds.PER_PART),
            new NormalFill(0, 1),
            new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART),
            new QuantileFill(Quantiles.exponential(1.5)),
            new DiscreteFill(List.of(1.0, 2.0), List.of(0.25, 0.75)));
    try (CudaBackend gpu = CudaBackend.open(0)) {
      requireFree(gpu, 2 * most + (1L << 30));
      for (FillPlan plan : plans) {
        for (boolean inBatch : List.of(false, true)) {
          assertFilled(gpu, fill(plan, Shape.of(most + 12_345), DType.F8_E4M3), most, inBatch);
          assertFilled(gpu, fill(plan, Shape.of(most / 2 + 77), DType.F32), most / 2, inBatch);
        }
      }
    }
  }

  private static void requireFree(CudaBackend gpu, long bytes) {
    long[] free = new long[1];
    gpu.inContext(() -> free[0] = JcudaLoader.driver().memoryInfo().freeBytes());
    assumeTrue(free[0] >= bytes, () -> bytes + " bytes of the device are free, was " + free[0]);
  }

  /** Compares some thousand elements around each eighth of the size, and at the ends. */
  private static void assertFilled(CudaBackend gpu, Fill fill, long size, boolean inBatch) {
    long elements = fill.shape().elementCount();
    try (DeviceBuffer buffer = gpu.allocate(fill.dtype(), fill.shape());
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      if (inBatch) {
        try (FillBatch batch = gpu.batch(List.of(new DeviceFill(fill, buffer.destination())))) {
          batch.fill(0);
        }
      } else {
        gpu.fill(fill, buffer.destination());
      }
      for (int eighth = 0; eighth <= 8; eighth++) {
        long first = Math.max(0, size / 8 * eighth - 2000);
        Region around = Region.range(first, Math.min(4000, elements - first));
        assertPart(cpu, fill, buffer, around);
      }
      assertPart(cpu, fill, buffer, Region.range(elements - 77, 77));
    }
  }

  private static void assertPart(Backend cpu, Fill fill, DeviceBuffer buffer, Region part) {
    byte[] expected = Elements.filled(cpu, Elements.regionOf(fill, part));
    byte[] actual = new byte[expected.length];
    buffer.copyTo(part, Destination.littleEndian(ByteBuffer.wrap(actual)));
    assertArrayEquals(expected, actual, () -> Elements.describe(fill) + " " + part);
  }

  @Test
  void whatReachesBeyondItsAllocationIsRefused() {
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceBuffer buffer = gpu.allocate(DType.F32, Shape.of(4, 4))) {
      Fill large = fill(new ConstantFill(1), Shape.of(1 << 20, 64), DType.F32);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> gpu.fill(large, DeviceDestination.at(buffer.address()).strided(64, 1)))
              .getMessage();
      assertTrue(
          message.startsWith("address and strides must stay inside of the allocation of "),
          message);
    }
  }

  @Test
  void memoryOfAnotherDeviceIsRefused() {
    assumeTrue(CudaBackend.deviceCount() > 1, "there is one device only");
    try (CudaBackend first = CudaBackend.open(0);
        CudaBackend second = CudaBackend.open(1);
        DeviceBuffer buffer = second.allocate(DType.F32, Shape.of(4))) {
      Fill fill = fill(new ConstantFill(1), Shape.of(4), DType.F32);
      assertEquals(
          "address must be in memory of device 0, was 0x"
              + Long.toHexString(buffer.address())
              + " in memory of device 1",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> first.fill(fill, DeviceDestination.at(buffer.address())))
              .getMessage());
    }
  }

  @Test
  void severalDevicesFillAtATime() throws InterruptedException {
    assumeTrue(CudaBackend.deviceCount() > 1, "there is one device only");
    Fill fill = fill(new NormalFill(0, 1), Shape.of(100_003), DType.BF16);
    short[] expected = onCpu(fill);
    List<short[]> results = new ArrayList<>();
    try (CudaBackend first = CudaBackend.open(0);
        CudaBackend second = CudaBackend.open(1)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        CudaBackend gpu = i % 2 == 0 ? first : second;
        short[] values = new short[100_003];
        results.add(values);
        threads.add(new Thread(() -> gpu.fill(fill, Destination.of(values))));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    results.forEach(values -> assertArrayEquals(expected, values));
  }
}
