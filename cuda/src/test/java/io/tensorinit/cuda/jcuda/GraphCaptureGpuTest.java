package io.tensorinit.cuda.jcuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceFill;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.cuda.FillBatch;
import io.tensorinit.cuda.HeldContext;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  @BeforeEach
  void wantsADevice() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
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

  @Test
  void fillsWhoseKernelsAreLoadedAreRecorded() {
    CaptureScene.in(
        scene -> {
          scene.fillAll();
          play(scene.handle, () -> scene.record(scene.handle), scene::clear);
          scene.assertFilled();
        });
  }

  @Test
  void aBatchIsRecorded() {
    CaptureScene.in(
        scene -> {
          List<DeviceFill> inTables = scene.fills().subList(0, CaptureScene.IN_TABLES.size());
          try (FillBatch batch = scene.gpu.batch(inTables)) {
            assertEquals(0, batch.filledAlone());
            play(scene.handle, () -> batch.fill(scene.stream.handle()), scene::clear);
          }
          scene.assertFilled(inTables.size());
        });
  }

  @Test
  void aBatchWithFillsOfTheirOwnIsRecorded() {
    CaptureScene.in(
        scene -> {
          try (FillBatch batch = scene.gpu.batch(scene.fills())) {
            batch.fill(scene.stream.handle());
            scene.stream.synchronize();
            play(scene.handle, () -> batch.fill(scene.stream.handle()), scene::clear);
          }
          scene.assertFilled();
        });
  }

  /** Kernels are loaded and tables uploaded meanwhile; no kernel was launched before. */
  @Test
  void theFirstFillsAreRecorded() {
    CaptureScene.in(
        scene -> {
          requireLoadingWhileRecording();
          play(scene.handle, () -> scene.record(scene.handle), scene::clear);
          scene.assertFilled();
        });
  }

  /** What applications have: it waits for the default stream, which it must not touch now. */
  @Test
  void fillsOnABlockingStreamAreRecorded() {
    CaptureScene.in(
        scene -> {
          requireLoadingWhileRecording();
          CUstream blocking = new CUstream();
          check(JCudaDriver.cuStreamCreate(blocking, CUstream_flags.CU_STREAM_DEFAULT));
          try {
            play(blocking, () -> scene.record(blocking), scene::clear);
            scene.assertFilled();
          } finally {
            JCudaDriver.cuStreamDestroy(blocking);
          }
        });
  }

  /** What would break the recording of a blocking stream is refused, and does not. */
  @Test
  void theDefaultStreamIsRefusedWhileAStreamThatWaitsForItIsRecorded() {
    CaptureScene.in(
        scene -> {
          scene.fillAll();
          Fill constant = CaptureScene.fill(new ConstantFill(0.3), DType.F32);
          Fill normal = CaptureScene.fill(new NormalFill(0, 1), DType.F32);
          DeviceBuffer buffer = scene.buffers.get(0);
          float[] values = new float[Math.toIntExact(CaptureScene.SHAPE.elementCount())];
          CUstream blocking = new CUstream();
          check(JCudaDriver.cuStreamCreate(blocking, CUstream_flags.CU_STREAM_DEFAULT));
          try (FillBatch batch = scene.gpu.batch(scene.fills());
              DeviceBuffer fresh = scene.gpu.allocate(DType.F32, CaptureScene.SHAPE)) {
            List<Executable> onDefault =
                List.of(
                    () -> scene.gpu.fill(constant, buffer.destination()),
                    () -> scene.gpu.fill(normal, buffer.destination().onStream(1)),
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
            scene.assertFilled();
          } finally {
            JCudaDriver.cuStreamDestroy(blocking);
          }
        });
  }

  /** What fills ask of the driver neither fails by a capture in another thread nor breaks it. */
  @Test
  void anotherThreadFillsMeanwhile() {
    CaptureScene.in(
        scene -> {
          fillOnTwoStreams(scene.gpu);
          recordWhile(scene, () -> fillOnTwoStreams(scene.gpu));
        });
  }

  @Test
  void anotherThreadLoadsKernelsMeanwhile() {
    CaptureScene.in(
        scene -> {
          requireLoadingWhileRecording();
          recordWhile(scene, () -> fillOnTwoStreams(scene.gpu));
        });
  }

  @Test
  void anotherThreadAllocatesAndFreesMeanwhile() {
    CaptureScene.in(
        scene ->
            recordWhile(
                scene,
                () -> {
                  for (int turn = 0; turn < 3; turn++) {
                    scene.gpu.allocate(DType.F64, CaptureScene.SHAPE).close();
                    scene.gpu.newStream().close();
                  }
                }));
  }

  @Test
  void anotherThreadTrimsMeanwhile() {
    CaptureScene.in(
        scene -> {
          fillOnTwoStreams(scene.gpu);
          recordWhile(scene, scene.gpu::trim);
        });
  }

  @Test
  void anotherThreadOpensADeviceMeanwhile() {
    CaptureScene.in(
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
  private static void recordWhile(CaptureScene scene, Runnable elsewhere) {
    scene.fillAll();
    Runnable work =
        () -> {
          scene.record(scene.handle);
          CompletableFuture.runAsync(elsewhere).join();
          Recording.assertWhole(scene.handle, "what another thread did");
        };
    play(scene.handle, work, scene::clear);
    scene.assertFilled();
  }

  /** Allocates, loads, uploads, waits, asks for the events of workspace, and frees. */
  private static void fillOnTwoStreams(CudaBackend gpu) {
    FillPlan plan = new AffineFill(new QuantileFill(Quantiles.logistic(0, 1)), 2, 1);
    float[] expected = CaptureScene.onCpu(plan);
    try (DeviceStream one = gpu.newStream();
        DeviceStream other = gpu.newStream();
        DeviceBuffer buffer = gpu.allocate(DType.BF16, CaptureScene.SHAPE);
        DeviceBuffer last = gpu.allocate(DType.F32, CaptureScene.SHAPE)) {
      for (int turn = 0; turn < 3; turn++) {
        for (DeviceStream stream : List.of(one, other)) {
          gpu.fill(
              CaptureScene.fill(plan, DType.BF16), buffer.destination().onStream(stream.handle()));
          stream.synchronize();
        }
      }
      gpu.fill(CaptureScene.fill(plan, DType.F32), last.destination().onStream(one.handle()));
      one.synchronize();
      float[] values = new float[expected.length];
      last.copyTo(Destination.of(values));
      assertArrayEquals(expected, values);
    }
  }
}
