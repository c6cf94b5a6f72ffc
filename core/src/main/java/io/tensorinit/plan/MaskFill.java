package io.tensorinit.plan;

import java.util.List;

/**
 * Another fill under the key it has, kept where the mask keeps, zero elsewhere. The mask draws
 * 32-bit words under {@code derive("mask")}, one an element in every dtype.
 *
 * @param inner the other fill
 * @param mask which elements are kept
 */
public record MaskFill(FillPlan inner, Mask mask) implements FillPlan {
  @Override
  public List<FillPlan> subPlans() {
    return List.of(inner);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.mask(this);
  }
}
