package io.tensorinit.plan;

import java.util.List;

/**
 * Another fill, clamped under the key it has: {@code min(max(x, (float) low), (float) high)}, each
 * part of a complex element by itself; NaN stays NaN.
 *
 * @param inner the other fill
 * @param low the least value, may be -infinity
 * @param high the largest value, may be +infinity
 */
public record ClampFill(FillPlan inner, double low, double high) implements FillPlan {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a bound is NaN or low exceeds high
   */
  public ClampFill {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "clamp needs low <= high, was low " + low + ", high " + high);
    }
  }

  @Override
  public List<FillPlan> subPlans() {
    return List.of(inner);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.clamp(this);
  }
}
