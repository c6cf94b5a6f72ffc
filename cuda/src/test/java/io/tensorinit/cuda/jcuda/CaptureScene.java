package io.tensorinit.cuda.jcuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceFill;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jcuda.driver.CUstream;

/**
 * A device with a buffer for each fill that can be recorded in a CUDA graph, a stream to record,
 * and what tests do with them.
 */
final class CaptureScene implements AutoCloseable {
  static final Shape SHAPE = Shape.of(1001, 3);

  /**
   * A fill by one primitive.
   *
   * @param plan the primitive
   * @param turned whether the buffer holds the tensor column by column
   */
  record Recorded(FillPlan plan, boolean turned) {
    static Recorded run(FillPlan plan) {
      return new Recorded(plan, false);
    }

    static Recorded turned(FillPlan plan) {
      return new Recorded(plan, true);
    }

    DeviceFill into(DeviceBuffer buffer) {
      DeviceDestination to = buffer.destination();
      return new DeviceFill(fill(plan, DType.F32), turned ? to.strided(1, SHAPE.size(0)) : to);
    }

    float[] expected() {
      float[] values = onCpu(plan);
      float[] inBuffer = values.clone();
      int rows = (int) SHAPE.size(0);
      int columns = (int) SHAPE.size(1);
      for (int i = 0; turned && i < values.length; i++) {
        inBuffer[i % columns * rows + i / columns] = values[i];
      }
      return inBuffer;
    }
  }

  /** Those that a batch does by its tables. */
  static final List<Recorded> IN_TABLES =
      List.of(
          Recorded.run(new ConstantFill(0.3)),
          Recorded.run(new UniformFill(-1, 2, ComplexBounds.PER_PART)),
          Recorded.run(new NormalFill(0, 1)),
          Recorded.run(new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART)),
          Recorded.run(new TruncatedNormalFill(0, 1, -1, 3, ComplexBounds.PER_PART)),
          Recorded.run(new QuantileFill(Quantiles.exponential(1.5))));

  private static final FillPlan IDENTITY =
      new DiagonalFill(1, 0, 1, 1, List.of(-1L, -1L), List.of(0L, 0L));

  /** More outcomes than arguments hold: they are in a table. */
  private static final FillPlan DICE =
      new DiscreteFill(List.of(1.0, 2.0, 3.0, 4.0, 5.0), List.of(0.2, 0.2, 0.2, 0.2, 0.2));

  /** Those that are launches of their own in a batch, too. */
  private static final List<Recorded> ALONE =
      List.of(
          Recorded.run(new DiscreteFill(List.of(1.0, 2.0), List.of(0.25, 0.75))),
          Recorded.run(DICE),
          Recorded.run(IDENTITY),
          Recorded.turned(IDENTITY),
          Recorded.turned(new ConstantFill(0.3)),
          Recorded.turned(new NormalFill(0, 1)));

  private static final List<Recorded> ALL =
      Stream.concat(IN_TABLES.stream(), ALONE.stream()).toList();

  final CudaBackend gpu = CudaBackend.open(0);
  final DeviceStream stream = gpu.newStream();
  final CUstream handle = Handles.with(new CUstream(), stream.handle());
  final List<DeviceBuffer> buffers = new ArrayList<>();

  private CaptureScene() {
    ALL.forEach(each -> buffers.add(gpu.allocate(DType.F32, SHAPE)));
  }

  /** Does a test in the application's context. */
  static void in(Consumer<CaptureScene> test) {
    Recording.inContext(
        () -> {
          try (CaptureScene scene = new CaptureScene()) {
            test.accept(scene);
          }
        });
  }

  static Fill fill(FillPlan plan, DType dtype) {
    return new Fill(plan, SHAPE, dtype, Key.raw(7), Region.whole());
  }

  static float[] onCpu(FillPlan plan) {
    float[] values = new float[Math.toIntExact(SHAPE.elementCount())];
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      cpu.fill(fill(plan, DType.F32), Destination.of(values));
    }
    return values;
  }

  /** All of them, on the default stream. */
  List<DeviceFill> fills() {
    List<DeviceFill> fills = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      fills.add(ALL.get(i).into(buffers.get(i)));
    }
    return fills;
  }

  private void fill(DeviceFill each, long onto) {
    gpu.fill(each.fill(), each.destination().onStream(onto));
  }

  /** Single fills, each of which leaves the recording whole. */
  void record(CUstream onto) {
    for (DeviceFill each : fills()) {
      fill(each, Handles.of(onto));
      Recording.assertWhole(onto, each.fill().plan());
    }
  }

  /** Loads the kernels, uploads the tables. */
  void fillAll() {
    fills().forEach(each -> fill(each, stream.handle()));
    stream.synchronize();
  }

  void clear() {
    buffers.forEach(buffer -> stream.clear(buffer.address(), buffer.byteSize()));
    stream.synchronize();
  }

  void assertFilled() {
    assertFilled(ALL.size());
  }

  /** That the first ones have the CPU's values. */
  void assertFilled(int count) {
    for (int i = 0; i < count; i++) {
      float[] values = new float[Math.toIntExact(SHAPE.elementCount())];
      buffers.get(i).copyTo(Destination.of(values));
      assertArrayEquals(ALL.get(i).expected(), values, ALL.get(i).toString());
    }
  }

  @Override
  public void close() {
    stream.close();
    gpu.close();
  }
}
