package io.tensorinit.cuda.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUgraph;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstreamCaptureStatus;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * A graph being recorded in the strictest mode, by an application that has JCuda of its own, for
 * tests on a device.
 */
public final class Recording {
  private Recording() {}

  static void check(int result) {
    assertEquals(0, result);
  }

  /** Does something in the primary context, made current by the application's own JCuda. */
  static void inContext(Runnable work) {
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

  /** Records what the work gives the stream, which is not captured any more when this returns. */
  static CUgraph of(CUstream stream, Runnable work) {
    CUgraph graph = new CUgraph();
    check(
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_GLOBAL));
    boolean isDone = false;
    try {
      work.run();
      assertWhole(stream, "all of it");
      isDone = true;
    } finally {
      int result = JCudaDriver.cuStreamEndCapture(stream, graph);
      if (isDone) {
        check(result);
      } else if (result == 0) {
        JCudaDriver.cuGraphDestroy(graph);
      }
    }
    return graph;
  }

  /** That no call has broken the recording so far. */
  static void assertWhole(CUstream stream, Object behind) {
    int[] status = new int[1];
    check(JCudaDriver.cuStreamIsCapturing(stream, status));
    assertEquals(
        CUstreamCaptureStatus.CU_STREAM_CAPTURE_STATUS_ACTIVE,
        status[0],
        () -> "the recording is broken behind " + behind);
  }

  /**
   * Does something in another thread while this one records on a stream of the application's; the
   * recording stays whole.
   *
   * @param elsewhere what the other thread does
   */
  public static void during(Runnable elsewhere) {
    inContext(
        () -> {
          CUstream stream = new CUstream();
          check(JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
          try {
            CUgraph graph = of(stream, () -> CompletableFuture.runAsync(elsewhere).join());
            check(JCudaDriver.cuGraphDestroy(graph));
          } finally {
            JCudaDriver.cuStreamDestroy(stream);
          }
        });
  }
}
