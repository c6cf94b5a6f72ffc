package io.tensorinit.cuda.jcuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import io.tensorinit.cuda.HeldContext;
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
import java.util.function.Consumer;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUgraphNode;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * Fills recorded in a CUDA graph on a real device, by an application that has JCuda of its own:
 * what a fill must not do meanwhile, the driver refuses. Skipped where there is no device; a
 * failure instead with {@code -Dtensorinit.requireGpu=true}.
 */
@Tag("gpu")
@ExtendWith(HeldContext.class)
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
          new DiscreteFill(List.of(1.0, 2.0), List.of(0.25, 0.75)),
          new DiscreteFill(List.of(1.0, 2.0, 3.0, 4.0, 5.0), List.of(0.2, 0.2, 0.2, 0.2, 0.2)));

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
    Recording.check(result);
  }

  /** Records, does something else, plays what was recorded, and waits. */
  private static void play(CUstream stream, Runnable work, Runnable before) {
    CUgraph graph = Recording.of(stream, work);
    CUgraphExec executable = new CUgraphExec();
    try {
      before.run();
      check(JCudaDriver.cuGraphInstantiate(executable, graph, new CUgraphNode(), new byte[64], 64));
      check(JCudaDriver.cuGraphLaunch(executable, stream));
      check(JCudaDriver.cuStreamSynchronize(stream));
      check(JCudaDriver.cuGraphExecDestroy(executable));
    } finally {
      JCudaDriver.cuGraphDestroy(graph);
    }
  }

  /** Before CUDA 12.3 a driver loads no kernel while a stream is captured. */
  private static void requireLoadingWhileRecording() {
    int[] version = new int[1];
    check(JCudaDriver.cuDriverGetVersion(version));
    assumeTrue(version[0] >= 12_030, () -> "a driver of CUDA 12.3 or newer, was " + version[0]);
  }

  /** A device with a buffer for each plan, and what a test does with them. */
  private static final class Scene implements AutoCloseable {
    final CudaBackend gpu = CudaBackend.open(0);
    final DeviceStream stream = gpu.newStream();
    final CUstream handle = Handles.with(new CUstream(), stream.handle());
    final List<DeviceBuffer> buffers = new ArrayList<>();

    Scene() {
      PLANS.forEach(plan -> buffers.add(gpu.allocate(DType.F32, SHAPE)));
    }

    /** Single fills, each of which leaves the recording whole. */
    void record(CUstream onto) {
      long number = Handles.of(onto);
      for (int i = 0; i < PLANS.size(); i++) {
        gpu.fill(fill(PLANS.get(i)), buffers.get(i).destination().onStream(number));
        Recording.assertWhole(onto, PLANS.get(i));
      }
    }

    /** Loads the kernels, uploads the tables. */
    void fillAll() {
      for (int i = 0; i < PLANS.size(); i++) {
        gpu.fill(fill(PLANS.get(i)), buffers.get(i).destination().onStream(stream.handle()));
      }
      stream.synchronize();
    }

    void clear() {
      buffers.forEach(buffer -> stream.clear(buffer.address(), buffer.byteSize()));
      stream.synchronize();
    }

    List<DeviceFill> fills() {
      List<DeviceFill> fills = new ArrayList<>();
      for (int i = 0; i < PLANS.size(); i++) {
        fills.add(new DeviceFill(fill(PLANS.get(i)), buffers.get(i).destination()));
      }
      return fills;
    }

    @Override
    public void close() {
      stream.close();
      gpu.close();
    }
  }

  private static void inScene(Consumer<Scene> test) {
    Recording.inContext(
        () -> {
          try (Scene scene = new Scene()) {
            test.accept(scene);
          }
        });
  }

  @Test
  void fillsWhoseKernelsAreLoadedAreRecorded() {
    inScene(
        scene -> {
          scene.fillAll();
          play(scene.handle, () -> scene.record(scene.handle), scene::clear);
          assertFilled(scene.buffers);
        });
  }

  @Test
  void aBatchIsRecorded() {
    inScene(
        scene -> {
          List<DeviceFill> inTables = scene.fills().subList(0, PLANS.size() - 1);
          try (FillBatch batch = scene.gpu.batch(inTables)) {
            play(scene.handle, () -> batch.fill(scene.stream.handle()), scene::clear);
          }
          assertFilled(scene.buffers.subList(0, inTables.size()));
        });
  }

  @Test
  void aBatchWithAFillOfItsOwnIsRecorded() {
    inScene(
        scene -> {
          try (FillBatch batch = scene.gpu.batch(scene.fills())) {
            batch.fill(scene.stream.handle());
            scene.stream.synchronize();
            play(scene.handle, () -> batch.fill(scene.stream.handle()), scene::clear);
          }
          assertFilled(scene.buffers);
        });
  }

  /** Kernels are loaded and tables uploaded meanwhile; no kernel was launched before. */
  @Test
  void theFirstFillsAreRecorded() {
    inScene(
        scene -> {
          requireLoadingWhileRecording();
          play(scene.handle, () -> scene.record(scene.handle), scene::clear);
          assertFilled(scene.buffers);
        });
  }

  /** What applications have: it waits for the default stream, which it must not touch now. */
  @Test
  void fillsOnABlockingStreamAreRecorded() {
    inScene(
        scene -> {
          requireLoadingWhileRecording();
          CUstream blocking = new CUstream();
          check(JCudaDriver.cuStreamCreate(blocking, CUstream_flags.CU_STREAM_DEFAULT));
          try {
            play(blocking, () -> scene.record(blocking), scene::clear);
            assertFilled(scene.buffers);
          } finally {
            JCudaDriver.cuStreamDestroy(blocking);
          }
        });
  }

  /** What would break the recording of a blocking stream is refused, and does not. */
  @Test
  void theDefaultStreamIsRefusedWhileAStreamThatWaitsForItIsRecorded() {
    inScene(
        scene -> {
          scene.fillAll();
          DeviceBuffer buffer = scene.buffers.get(0);
          float[] values = new float[Math.toIntExact(SHAPE.elementCount())];
          CUstream blocking = new CUstream();
          check(JCudaDriver.cuStreamCreate(blocking, CUstream_flags.CU_STREAM_DEFAULT));
          try (FillBatch batch = scene.gpu.batch(scene.fills());
              DeviceBuffer fresh = scene.gpu.allocate(DType.F32, SHAPE)) {
            List<Executable> onDefault =
                List.of(
                    () -> scene.gpu.fill(fill(PLANS.get(0)), buffer.destination()),
                    () -> scene.gpu.fill(fill(PLANS.get(2)), buffer.destination().onStream(1)),
                    () -> batch.fill(0),
                    () -> fresh.copyTo(Destination.of(values)));
            Runnable recorded =
                () -> {
                  scene.record(blocking);
                  for (Executable each : onDefault) {
                    assertEquals(
                        "stream must not be the default one while a stream that waits for it is"
                            + " captured: name a non-blocking stream",
                        assertThrows(IllegalStateException.class, each).getMessage());
                    Recording.assertWhole(blocking, "a refusal");
                  }
                };
            play(blocking, recorded, scene::clear);
            assertFilled(scene.buffers);
          } finally {
            JCudaDriver.cuStreamDestroy(blocking);
          }
        });
  }

  /** What fills ask of the driver neither fails by a capture in another thread nor breaks it. */
  @Test
  void anotherThreadFillsMeanwhile() {
    inScene(
        scene -> {
          fillOnTwoStreams(scene.gpu);
          recordWhile(scene, () -> fillOnTwoStreams(scene.gpu));
        });
  }

  @Test
  void anotherThreadLoadsKernelsMeanwhile() {
    inScene(
        scene -> {
          requireLoadingWhileRecording();
          recordWhile(scene, () -> fillOnTwoStreams(scene.gpu));
        });
  }

  @Test
  void anotherThreadAllocatesAndFreesMeanwhile() {
    inScene(
        scene ->
            recordWhile(
                scene,
                () -> {
                  for (int turn = 0; turn < 3; turn++) {
                    scene.gpu.allocate(DType.F64, SHAPE).close();
                    scene.gpu.newStream().close();
                  }
                }));
  }

  @Test
  void anotherThreadTrimsMeanwhile() {
    inScene(
        scene -> {
          fillOnTwoStreams(scene.gpu);
          recordWhile(scene, scene.gpu::trim);
        });
  }

  @Test
  void anotherThreadOpensADeviceMeanwhile() {
    inScene(
        scene -> {
          List<CudaBackend> opened = new ArrayList<>();
          recordWhile(
              scene,
              () -> {
                opened.add(CudaBackend.open(0));
                fillOnTwoStreams(opened.get(0));
              });
          opened.forEach(CudaBackend::close);
        });
  }

  /** Records fills around something that another thread does, and plays them. */
  private static void recordWhile(Scene scene, Runnable elsewhere) {
    scene.fillAll();
    Runnable work =
        () -> {
          scene.record(scene.handle);
          CompletableFuture.runAsync(elsewhere).join();
          Recording.assertWhole(scene.handle, "what another thread did");
        };
    play(scene.handle, work, scene::clear);
    assertFilled(scene.buffers);
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
  }

  private static void assertFilled(List<DeviceBuffer> buffers) {
    for (int i = 0; i < buffers.size(); i++) {
      float[] values = new float[Math.toIntExact(SHAPE.elementCount())];
      buffers.get(i).copyTo(Destination.of(values));
      assertArrayEquals(onCpu(PLANS.get(i)), values, PLANS.get(i).toString());
    }
  }
}
