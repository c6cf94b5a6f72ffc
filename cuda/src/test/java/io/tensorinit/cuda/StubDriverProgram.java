package io.tensorinit.cuda;

import io.tensorinit.DType;
import io.tensorinit.Key;
import io.tensorinit.Region;
import io.tensorinit.Shape;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.spi.Availability;
import io.tensorinit.spi.Backend;
import io.tensorinit.spi.BackendOptions;
import io.tensorinit.spi.Fill;
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
