package io.tensorinit.cuda.driver;

import io.tensorinit.spi.BackendException;

/** A call of the driver or of a CUDA library failed. */
public final class CudaException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * A failed call.
   *
   * @param call the call, as in {@code cuLaunchKernel}
   * @param code the code it returned
   * @param name the code's name, as in {@code CUDA_ERROR_OUT_OF_MEMORY}
   * @param what what was being done, empty if nothing is to be said
   */
  public CudaException(String call, int code, String name, String what) {
    super(call + " failed with " + code + " (" + name + ")" + (what.isEmpty() ? "" : ", " + what));
    this.code = code;
  }

  /**
   * The code the call returned.
   *
   * @return the driver's or the library's own code
   */
  public int code() {
    return code;
  }
}
