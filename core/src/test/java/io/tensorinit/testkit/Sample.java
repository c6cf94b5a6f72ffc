package io.tensorinit.testkit;

import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;

/**
 * A plan with the shape it was lowered for.
 *
 * @param name a short name, for test reports
 * @param plan the plan
 * @param shape the whole tensor's shape
 */
public record Sample(String name, FillPlan plan, Shape shape) {
  @Override
  public String toString() {
    return name + " " + shape;
  }
}
