package io.tensorinit.plan;

import io.tensorinit.tensor.Region;
import java.util.List;

/**
 * A fill with a box of the tensor filled by another; both under the key it has. The box's fill is
 * indexed as a tensor of the box's shape.
 *
 * @param base the fill outside of the box
 * @param box the box
 * @param inside the fill of the box, lowered for its shape
 */
public record OverlayFill(FillPlan base, Region.Box box, FillPlan inside) implements FillPlan {
  @Override
  public List<FillPlan> subPlans() {
    return List.of(base, inside);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.overlay(this);
  }
}
