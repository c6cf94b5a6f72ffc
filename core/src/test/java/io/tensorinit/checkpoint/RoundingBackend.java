package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import java.util.function.LongPredicate;

/**
 * Fills element i with a number between -1 and 1, and as another machine would: some of them off by
 * as much as is asked for. F32, F64 and BF16.
 *
 * @param off how far the elements are off
 * @param which which elements are
 */
record RoundingBackend(double off, LongPredicate which) implements Backend {
  @Override
  public String name() {
    return "rounding";
  }

  @Override
  public String device() {
    return "none";
  }

  private double value(long element) {
    double exact = Math.floorMod(element * 0x9e3779b97f4a7c15L, 2049) / 1024.0 - 1;
    return which.test(element) ? exact + off : exact;
  }

  @Override
  public void fill(Fill fill, Destination to) {
    HostDestination destination = to.requireHost(name());
    int count = (int) fill.shape().elementCount();
    switch (fill.dtype()) {
      case F64:
        double[] doubles = new double[count];
        for (int i = 0; i < count; i++) {
          doubles[i] = value(i);
        }
        destination.storage().putDoubles(destination.offset(), doubles, 0, count);
        break;
      case F32:
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
          floats[i] = (float) value(i);
        }
        destination.storage().putFloats(destination.offset(), floats, 0, count);
        break;
      default:
        short[] bits = new short[count];
        for (int i = 0; i < count; i++) {
          bits[i] = (short) (Float.floatToIntBits((float) value(i)) >>> 16);
        }
        destination.storage().putShorts(destination.offset(), bits, 0, count);
    }
  }

  @Override
  public void close() {}
}
