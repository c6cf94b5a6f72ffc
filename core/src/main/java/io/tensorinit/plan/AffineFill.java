package io.tensorinit.plan;

import java.util.List;

/**
 * Another fill, scaled and shifted under the key it has: {@code fma(x, (float) scale, (float)
 * shift)}. A scale alone takes shift -0.0, which leaves every product as it is. In a complex tensor
 * the scale multiplies both parts, the shift (-0.0 for the imaginary part) is added to the real
 * one.
 *
 * @param inner the other fill
 * @param scale the factor
 * @param shift what is added
 */
public record AffineFill(FillPlan inner, double scale, double shift) implements FillPlan {
  @Override
  public List<FillPlan> subPlans() {
    return List.of(inner);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.affine(this);
  }
}
