package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.memory.ContextMemory;
import io.tensorinit.cuda.memory.DeviceWorkspace;
import io.tensorinit.tensor.DType;

/**
 * What stays the same through a fill: where its kernels are launched, and what they may use.
 *
 * @param memory the memory of the context that is current
 * @param kernels its kernels, or a rehearsal of them
 * @param workspace memory beside what is filled
 * @param stream the stream
 * @param dtype the tensor's dtype
 * @param rehearsed whether nothing is launched or copied, to see what the fill takes
 */
public record FillScope(
    ContextMemory memory,
    Kernels kernels,
    DeviceWorkspace workspace,
    long stream,
    DType dtype,
    boolean rehearsed) {
  /**
   * Whether values are computed in float64, else in float32.
   *
   * @return whether the dtype is of float64
   */
  public boolean inDouble() {
    return dtype.isDouble();
  }

  /**
   * The cells of an element: 2 where complex.
   *
   * @return 1 or 2
   */
  public int parts() {
    return dtype.partCount();
  }

  /**
   * The type that a value is computed in, one for each part of an element.
   *
   * @return F64 or F32
   */
  public DType computedIn() {
    return inDouble() ? DType.F64 : DType.F32;
  }
}
