package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.model.Model;
import io.tensorinit.testkit.WeightsContract;
import io.tensorinit.weights.Weights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store in the memory of a device keeps the contract of stores. */
@Tag("gpu")
@ExtendWith(HeldContext.class)
class DeviceWeightsGpuTest extends WeightsContract {
  @Override
  protected Backend open() {
    CudaBackendProvider provider = new CudaBackendProvider();
    Availability answer = provider.availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
    return provider.open(BackendOptions.DEFAULT);
  }

  @Override
  protected Weights weights(Backend filling, Model model) {
    return ((CudaBackend) filling).allocate(model, 0).weights();
  }
}
