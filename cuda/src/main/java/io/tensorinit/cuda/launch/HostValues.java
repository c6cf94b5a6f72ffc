package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.plan.HostElements;
import io.tensorinit.plan.HostFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;

/**
 * What passes through the host: tables, given tensors and Java functions, worked out in the type a
 * dtype is computed in.
 */
final class HostValues {
  private HostValues() {}

  /**
   * Writes the values of a box, packed, both parts of a complex element side by side.
   *
   * @param plan gives a reader of them
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @param box the box
   * @param dtype the tensor's dtype
   * @param bytes where they go, little-endian; exactly as large as they are
   */
  static void evaluate(
      HostFill plan, Shape shape, Key key, PlacedBox box, DType dtype, ByteBuffer bytes) {
    boolean inDouble = dtype.isDouble();
    long[] strides = shape.rowMajorStrides();
    HostElements values = plan.elements(key, dtype);
    long[] index = new long[box.size().length];
    for (long i = 0; i < box.count(); i++) {
      long element = 0;
      for (int axis = 0; axis < index.length; axis++) {
        element += (box.start()[axis] + index[axis]) * strides[axis];
      }
      for (int part = 0; part < dtype.partCount(); part++) {
        put(bytes, values.at(element * dtype.partCount() + part), inDouble);
      }
      for (int axis = index.length - 1; axis >= 0; axis--) {
        if (++index[axis] < box.size()[axis]) {
          break;
        }
        index[axis] = 0;
      }
    }
  }

  private static void put(ByteBuffer bytes, double value, boolean inDouble) {
    if (inDouble) {
      bytes.putDouble(value);
    } else {
      bytes.putFloat((float) value);
    }
  }
}
