package io.tensorinit.cpu;

import io.tensorinit.backend.Backend;
import io.tensorinit.model.Model;
import io.tensorinit.testkit.WeightsContract;
import io.tensorinit.weights.Weights;

/** A model's values in memory, filled by the CPU. */
class CpuWeightsTest extends WeightsContract {
  @Override
  protected Backend open() {
    return new CpuBackend(2);
  }

  @Override
  protected Weights weights(Backend filling, Model model) {
    return Weights.of(model, filling);
  }
}
