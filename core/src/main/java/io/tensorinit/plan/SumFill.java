package io.tensorinit.plan;

import java.util.List;

/**
 * The sum of fills, added from left to right; summand k is drawn under {@code derive("sum/k")}.
 *
 * @param summands the fills, one or more
 */
public record SumFill(List<FillPlan> summands) implements FillPlan {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public SumFill {
    summands = List.copyOf(summands);
    if (summands.isEmpty()) {
      throw new IllegalArgumentException("a sum needs one summand or more, was none");
    }
  }

  @Override
  public List<FillPlan> subPlans() {
    return summands;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.sum(this);
  }
}
