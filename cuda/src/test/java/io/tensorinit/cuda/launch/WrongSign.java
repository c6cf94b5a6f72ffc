package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;

/** Another backend, with the signs of the last column of a square F32 matrix turned. */
public record WrongSign(Backend right) implements Backend {
  @Override
  public String name() {
    return "wrong";
  }

  @Override
  public String device() {
    return right.device();
  }

  @Override
  public void fill(Fill fill, Destination destination) {
    int size = (int) fill.shape().size(0);
    float[] values = new float[size * size];
    right.fill(fill, Destination.of(values));
    for (int i = size - 1; i < values.length; i += size) {
      values[i] = -values[i];
    }
    destination
        .requireHost(name())
        .storage()
        .putFloats(destination.requireHost(name()).offset(), values, 0, values.length);
  }

  @Override
  public void close() {
    right.close();
  }
}
