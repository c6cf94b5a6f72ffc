package io.tensorinit.weights;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
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
    fillAll(List.of(new PlacedFill(fill, destination)));
  }

  /** Fits are checked and all else is filled before the first copy. */
  @Override
  public void fillAll(List<PlacedFill> fills) {
    List<Copy> copies = new ArrayList<>();
    List<PlacedFill> others = new ArrayList<>();
    for (PlacedFill each : fills) {
      Optional<Copy> copy = copy(each.fill(), each.destination());
      copy.ifPresentOrElse(copies::add, () -> others.add(each));
    }
    for (Copy copy : copies) {
      copy.to().require(copy.fill().regionShape(), copy.fill().dtype());
    }
    if (others.size() == 1) {
      filling.fill(others.get(0).fill(), others.get(0).destination());
    } else if (!others.isEmpty()) {
      filling.fillAll(others);
    }
    for (Copy copy : copies) {
      copy.from().copyTo(copy.fill().region(), copy.to());
    }
  }

  /** The copy that is a fill, if its values are there. */
  private static Optional<Copy> copy(Fill fill, Destination destination) {
    return destination instanceof HostDestination host
            && fill.plan() instanceof FunctionFill plan
            && plan.function() instanceof StoredElements stored
        ? Optional.of(new Copy(stored.values(), fill, host))
        : Optional.empty();
  }

  /** Values that are there, and where they go. */
  private record Copy(ParameterValues from, Fill fill, HostDestination to) {}

  @Override
  public List<String> selfTest() {
    return filling.selfTest();
  }

  @Override
  public void close() {
    // the store's backend is its owner's to close
  }
}
