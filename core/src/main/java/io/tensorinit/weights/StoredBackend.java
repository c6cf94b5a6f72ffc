package io.tensorinit.weights;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A backend that copies the values of a store from where they lie, and leaves all other fills to
 * the one that fills the store.
 *
 * @param filling the other backend, which stays open
 */
record StoredBackend(Backend filling) implements Backend {
  @Override
  public String name() {
    return filling.name();
  }

  @Override
  public String device() {
    return filling.device();
  }

  @Override
  public Optional<String> refusal(FillPlan plan, Shape shape) {
    return filling.refusal(plan, shape);
  }

  @Override
  public void fill(Fill fill, Destination destination) {
    if (!isCopied(fill, destination)) {
      filling.fill(fill, destination);
    }
  }

  /** Copies values that are there; false if they are not. */
  private static boolean isCopied(Fill fill, Destination destination) {
    if (destination instanceof HostDestination host
        && fill.plan() instanceof FunctionFill plan
        && plan.function() instanceof StoredElements stored) {
      stored.values().copyTo(fill.region(), host);
      return true;
    }
    return false;
  }

  @Override
  public void fillAll(List<PlacedFill> fills) {
    filling.fillAll(
        fills.stream().filter(each -> !isCopied(each.fill(), each.destination())).toList());
  }

  @Override
  public List<String> selfTest() {
    return filling.selfTest();
  }

  @Override
  public void close() {
    // the store's backend is its owner's to close
  }
}
