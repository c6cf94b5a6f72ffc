package io.tensorinit.plan;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;

/**
 * Values that are worked out on the host by every backend, and reach a device in chunks: tables,
 * given tensors and Java functions.
 */
public sealed interface HostFill extends FillPlan permits TableFill, FunctionFill {
  /**
   * A reader of the values.
   *
   * @param key the key the tensor draws from
   * @param dtype the tensor's dtype
   * @return the reader, for one thread
   */
  HostElements elements(Key key, DType dtype);
}
