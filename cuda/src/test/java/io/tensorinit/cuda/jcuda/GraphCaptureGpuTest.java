package io.tensorinit.cuda.jcuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceFill;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.cuda.FillBatch;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
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
import java.util.concurrent.CompletableFuture;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUgraphNode;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fills recorded in a CUDA graph on a real device, by an application that has JCuda of its own:
 * what a fill must not do meanwhile, the driver refuses. Skipped where there is no device; a
 * failure instead with {@code -Dtensorinit.requireGpu=true}.
 */
@Tag("gpu")
class GraphCaptureGpuTest {
  private static final Shape SHAPE = Shape.of(1001, 3);

  private static final List<FillPlan> PLANS =
      List.of(
          new ConstantFill(0.3),
          new UniformFill(-1, 2, ComplexBounds.PER_PART),
          new NormalFill(0, 1),
          new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART),
          new TruncatedNormalFill(0, 1, -1, 3, ComplexBounds.PER_PART),
          new QuantileFill(Quantiles.exponential(1.5)),
          new DiscreteFill(List.of(1.0, 2.0), List.of(0.25, 0.75)));

  @BeforeEach
  void wantsADevice() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
  }

  private static Fill fill(FillPlan plan) {
    return new Fill(plan, SHAPE, DType.F32, Key.raw(7), Region.whole());
  }

  private static float[] onCpu(FillPlan plan) {
    float[] values = new float[Math.toIntExact(SHAPE.elementCount())];
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      cpu.fill(fill(plan), Destination.of(values));
    }
    return values;
  }

  private static void check(int result) {
    assertEquals(0, result);
  }

  /** Records what the work gives the stream, and plays it. */
  private static void play(CUstream stream, Runnable work, Runnable before) {
    CUgraph graph = new CUgraph();
    CUgraphExec executable = new CUgraphExec();
    check(
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
    work.run();
    check(JCudaDriver.cuStreamEndCapture(stream, graph));
    before.run();
    check(JCudaDriver.cuGraphInstantiate(executable, graph, new CUgraphNode(), new byte[64], 64));
    check(JCudaDriver.cuGraphLaunch(executable, stream));
    check(JCudaDriver.cuStreamSynchronize(stream));
    check(JCudaDriver.cuGraphExecDestroy(executable));
    check(JCudaDriver.cuGraphDestroy(graph));
  }

  /** Does something in the primary context, made current by the application's own JCuda. */
  private static void inContext(Runnable work) {
    CUdevice device = new CUdevice();
    CUcontext context = new CUcontext();
    check(JCudaDriver.cuInit(0));
    check(JCudaDriver.cuDeviceGet(device, 0));
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    check(JCudaDriver.cuCtxSetCurrent(context));
    try {
      work.run();
    } finally {
      JCudaDriver.cuCtxSetCurrent(new CUcontext());
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }
  }

  /** Whether the driver loads a kernel while a stream is captured. */
  private static boolean loadsWhileCapturing() {
    int[] version = new int[1];
    check(JCudaDriver.cuDriverGetVersion(version));
    return version[0] >= 12_030;
  }

  @Test
  void fillsByOneLawAndBatchesAreRecorded() {
    inContext(GraphCaptureGpuTest::recordFills);
  }

  private static void recordFills() {
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceStream stream = gpu.newStream()) {
      List<DeviceBuffer> buffers = new ArrayList<>();
      List<DeviceFill> fills = new ArrayList<>();
      for (FillPlan plan : PLANS) {
        DeviceBuffer buffer = gpu.allocate(DType.F32, SHAPE);
        buffers.add(buffer);
        fills.add(new DeviceFill(fill(plan), buffer.destination()));
      }
      CUstream handle = Handles.with(new CUstream(), stream.handle());
      Runnable single =
          () -> {
            for (int i = 0; i < PLANS.size(); i++) {
              gpu.fill(fills.get(i).fill(), buffers.get(i).destination().onStream(stream.handle()));
            }
          };
      Runnable clear = () -> buffers.forEach(b -> stream.clear(b.address(), b.byteSize()));
      // kernels and tables are loaded meanwhile, and no kernel was launched before
      if (!loadsWhileCapturing()) {
        single.run();
        stream.synchronize();
      }
      play(handle, single, clear);
      assertFilled(buffers);
      try (FillBatch first = gpu.batch(fills.subList(0, PLANS.size() - 1))) {
        play(handle, () -> first.fill(stream.handle()), clear);
        assertFilled(buffers.subList(0, PLANS.size() - 1));
      }
      try (FillBatch batch = gpu.batch(fills)) {
        batch.fill(stream.handle());
        stream.synchronize();
        play(handle, () -> batch.fill(stream.handle()), clear);
        assertFilled(buffers);
      }
      buffers.forEach(DeviceBuffer::close);
    }
  }

  /** What fills ask of the driver neither fails by a capture in another thread nor breaks it. */
  @Test
  void fillsGoOnWhileAnotherThreadRecords() {
    inContext(GraphCaptureGpuTest::fillWhileAnotherThreadRecords);
  }

  private static void fillWhileAnotherThreadRecords() {
    try (CudaBackend gpu = CudaBackend.open(0);
        DeviceStream stream = gpu.newStream();
        DeviceBuffer buffer = gpu.allocate(DType.F32, SHAPE)) {
      FillPlan plan = PLANS.get(2);
      if (!loadsWhileCapturing()) {
        gpu.fill(fill(plan), buffer.destination().onStream(stream.handle()));
        stream.synchronize();
        fillOnTwoStreams(gpu);
      }
      Runnable recorded =
          () -> {
            gpu.fill(fill(plan), buffer.destination().onStream(stream.handle()));
            CompletableFuture.runAsync(() -> fillOnTwoStreams(gpu)).join();
          };
      play(Handles.with(new CUstream(), stream.handle()), recorded, () -> {});
      float[] values = new float[Math.toIntExact(SHAPE.elementCount())];
      buffer.copyTo(Destination.of(values));
      assertArrayEquals(onCpu(plan), values);
    }
  }

  /** Allocates, loads, uploads, waits, asks for the events of workspace, and frees. */
  private static void fillOnTwoStreams(CudaBackend gpu) {
    FillPlan plan = new AffineFill(new QuantileFill(Quantiles.logistic(0, 1)), 2, 1);
    float[] expected = onCpu(plan);
    try (DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream();
        DeviceBuffer buffer = gpu.allocate(DType.BF16, SHAPE);
        DeviceBuffer last = gpu.allocate(DType.F32, SHAPE)) {
      for (int turn = 0; turn < 3; turn++) {
        for (DeviceStream stream : List.of(one, other)) {
          gpu.fill(
              new Fill(plan, SHAPE, DType.BF16, Key.raw(7), Region.whole()),
              buffer.destination().onStream(stream.handle()));
          stream.synchronize();
        }
      }
      gpu.fill(fill(plan), last.destination().onStream(one.handle()));
      one.synchronize();
      float[] values = new float[expected.length];
      last.copyTo(Destination.of(values));
      assertArrayEquals(expected, values);
    }
    gpu.trim();
  }

  private static void assertFilled(List<DeviceBuffer> buffers) {
    for (int i = 0; i < buffers.size(); i++) {
      float[] values = new float[Math.toIntExact(SHAPE.elementCount())];
      buffers.get(i).copyTo(Destination.of(values));
      assertArrayEquals(onCpu(PLANS.get(i)), values, PLANS.get(i).toString());
    }
  }
}
