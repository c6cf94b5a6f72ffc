package io.tensorinit.cuda.driver;

import io.tensorinit.backend.BackendException;
import java.util.Set;

/** A call of the driver or of a CUDA library failed. */
public final class CudaException extends BackendException {
  private static final long serialVersionUID = 1L;

  /** What a kernel that failed leaves behind: every later call of its context returns it. */
  private static final Set<Integer> OF_EARLIER_WORK =
      Set.of(700, 701, 702, 703, 710, 713, 714, 715, 716, 717, 718, 719);

  /** CUDA_ERROR_NO_BINARY_FOR_GPU, INVALID_PTX, UNSUPPORTED_PTX_VERSION. */
  private static final Set<Integer> OF_THE_PTX = Set.of(209, 218, 222);

  private final int code;

  private static final String EARLIER_WORK =
      "; work launched before this call may be what failed: what it was to fill is not to be used,"
          + " nor is its context";

  /**
   * A failed call. Where the code is one that asynchronous work leaves behind, the message says so.
   *
   * @param call the call, as in {@code cuLaunchKernel}
   * @param code the code it returned
   * @param name the code's name, as in {@code CUDA_ERROR_OUT_OF_MEMORY}
   * @param what what was being done, empty if nothing is to be said
   */
  public CudaException(String call, int code, String name, String what) {
    super(
        call
            + " failed with "
            + code
            + " ("
            + name
            + ")"
            + (what.isEmpty() ? "" : ", " + what)
            + (OF_EARLIER_WORK.contains(code) ? EARLIER_WORK : ""));
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

  /**
   * Whether it is the PTX that the driver does not take, as one that is older than the language.
   *
   * @return true if other PTX may do
   */
  public boolean isOfThePtx() {
    return OF_THE_PTX.contains(code);
  }
}
