package io.tensorinit.benchmarks.peers;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.function.Supplier;

/** TensorInit, into a Java array of float32 or bfloat16. */
final class TensorInitFill implements PeerFill {
  private final Backend backend;
  private final Fill fill;
  private final Destination destination;
  private final Supplier<float[]> values;

  TensorInitFill(FillPlan plan, DType dtype, int threads, int rows, int columns) {
    backend = Backends.installed().open("cpu", BackendOptions.threads(threads));
    fill = new Fill(plan, Shape.of(rows, columns), dtype, Key.raw(1), Region.whole());
    int size = Math.multiplyExact(rows, columns);
    if (dtype == DType.BF16) {
      short[] array = new short[size];
      destination = Destination.of(array);
      values = () -> widened(array);
    } else {
      float[] array = new float[size];
      destination = Destination.of(array);
      values = array::clone;
    }
  }

  private static float[] widened(short[] bfloat16) {
    float[] wide = new float[bfloat16.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = Float.intBitsToFloat(bfloat16[i] << 16);
    }
    return wide;
  }

  @Override
  public void run() {
    backend.fill(fill, destination);
  }

  @Override
  public float[] values() {
    return values.get();
  }

  @Override
  public void close() {
    backend.close();
  }
}
