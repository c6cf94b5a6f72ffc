package io.tensorinit.cuda.jcuda;

import java.util.function.IntSupplier;
import jcuda.driver.CUresult;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/**
 * How strict the driver is about captures. A capture in the mode GLOBAL, which is the usual one,
 * refuses calls that it could not record (to allocate, to load a kernel, to ask for an event), in
 * every thread, and is broken by them, though they concern none of its streams. Which calls these
 * are is not written down: {@link #relaxed} serves every one that makes, frees, loads or waits for
 * something or asks how far it is, and all of a library, which may allocate in any.
 *
 * <p>The others are made as they are. Questions that the driver answers from its own lists: which
 * context or device is current, what a device is, what an address belongs to (Triton asks that at
 * each launch, captured or not), whether a stream is captured; and a library's version. A launch of
 * our own, a memset, a copy of pinned memory, an event's record and a wait for it, which go into a
 * stream alone: most fills consist of them. And cuCtxSynchronize, which no mode saves: a context
 * with a captured stream refuses to be waited for.
 */
final class CaptureMode {
  private CaptureMode() {}

  /**
   * Makes a call that no graph is to record, whether a stream is captured by this thread or by
   * another: with the thread's mode RELAXED (cuThreadExchangeStreamCaptureMode) no capture refuses
   * it, nor is broken. Where the mode cannot be changed the call is made as it is.
   *
   * @param call the call
   * @return what it returns
   */
  static int relaxed(IntSupplier call) {
    int[] mode = {CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_RELAXED};
    boolean exchanged =
        JCudaDriver.cuThreadExchangeStreamCaptureMode(mode) == CUresult.CUDA_SUCCESS;
    try {
      return call.getAsInt();
    } finally {
      if (exchanged) {
        JCudaDriver.cuThreadExchangeStreamCaptureMode(mode);
      }
    }
  }
}
