package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.model.Model;
import io.tensorinit.testkit.WeightsContract;
import io.tensorinit.weights.Weights;
import org.junit.jupiter.api.Nested;

/** Stores of a model's values that a GPU fills, the shipped PTX interpreted, keep the contract. */
class DeviceWeightsTest {
  /** Over a driver that must have nothing open in the end. */
  abstract static class Interpreted extends WeightsContract {
    private final PtxDriver driver = new PtxDriver(1);

    @Override
    protected Backend open() {
      driver.grid(2, 32);
      return new CudaBackend(driver, new NoLibraries(), 0);
    }

    @Override
    protected void requireNothingOpen() {
      assertEquals(0, driver.open());
    }
  }

  @Nested
  class InMemoryOfTheHost extends Interpreted {
    @Override
    protected Weights weights(Backend filling, Model model) {
      return Weights.of(model, filling);
    }
  }

  @Nested
  class InMemoryOfTheDevice extends Interpreted {
    @Override
    protected Weights weights(Backend filling, Model model) {
      return ((CudaBackend) filling).allocate(model, 0).weights();
    }
  }

  @Nested
  class InOneBlock extends Interpreted {
    @Override
    protected Weights weights(Backend filling, Model model) {
      CudaBackend gpu = (CudaBackend) filling;
      boolean known = model.undecided().isEmpty();
      return (known ? gpu.allocateBlock(model, 0) : gpu.allocate(model, 0)).weights();
    }
  }
}
