package io.tensorinit.cuda.library;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;

/** What {@link StubDriverTest} runs in a JVM of its own: asks for the device, and fills with it. */
public final class StubDriverProgram {
  private StubDriverProgram() {}

  /**
   * Prints the answer, and a filled array where it is yes.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    CudaBackendProvider provider = new CudaBackendProvider();
    Availability answer = provider.availability();
    if (answer instanceof Availability.Unavailable no) {
      System.out.println(no.reason());
      return;
    }
    try (Backend backend = provider.open(BackendOptions.DEFAULT)) {
      float[] values = new float[5];
      Fill fill =
          new Fill(new ConstantFill(1.25), Shape.of(5), DType.F32, Key.raw(1), Region.whole());
      backend.fill(fill, Destination.of(values));
      System.out.println(backend.device() + " " + Arrays.toString(values));
    }
  }
}
