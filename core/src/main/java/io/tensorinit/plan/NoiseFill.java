package io.tensorinit.plan;

import java.util.List;

/**
 * A fill under the key it has, plus noise drawn under {@code derive("noise")}.
 *
 * @param base the fill
 * @param noise what is added to it
 */
public record NoiseFill(FillPlan base, FillPlan noise) implements FillPlan {
  @Override
  public List<FillPlan> subPlans() {
    return List.of(base, noise);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.noise(this);
  }
}
