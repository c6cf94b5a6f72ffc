package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.memory.Storage;
import java.util.Arrays;

/**
 * Fills every element with its own index plus the key's lowest byte, part by part, the last element
 * first: no law, but an answer known without one. F32, F64, C64 and F16 (as bits).
 */
final class PositionBackend implements Backend {
  @Override
  public String name() {
    return "position";
  }

  @Override
  public String device() {
    return "none";
  }

  @Override
  public void fill(Fill fill, Destination to) {
    HostDestination destination = to.requireHost(name());
    destination.require(fill.regionShape(), fill.dtype());
    Storage storage = destination.storage();
    long[] strides = destination.strides(fill.shape());
    int parts = fill.dtype().partCount();
    for (long element = fill.shape().elementCount() - 1; element >= 0; element--) {
      long place = destination.offset();
      long rest = element;
      for (int axis = fill.shape().rank() - 1; axis >= 0; axis--) {
        place += rest % fill.shape().size(axis) * strides[axis];
        rest /= fill.shape().size(axis);
      }
      put(fill, storage, place * parts, element + (fill.key().value() & 0xff), parts);
    }
  }

  private static void put(Fill fill, Storage storage, long position, double value, int parts) {
    switch (fill.dtype().partType()) {
      case F64:
        double[] doubles = new double[parts];
        Arrays.fill(doubles, value);
        storage.putDoubles(position, doubles, 0, parts);
        break;
      case F32:
        float[] floats = new float[parts];
        Arrays.fill(floats, (float) value);
        storage.putFloats(position, floats, 0, parts);
        break;
      default:
        storage.putShorts(position, new short[] {(short) value}, 0, parts);
    }
  }

  @Override
  public void close() {}
}
