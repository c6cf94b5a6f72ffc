package io.tensorinit.spec;

import io.tensorinit.Initializer;
import io.tensorinit.Layout;
import io.tensorinit.Shape;
import io.tensorinit.plan.ElementFunction;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;

/**
 * A Java function of an element's index and its random words, called on the host by every backend.
 *
 * @param function the function
 */
public record ByFunction(ElementFunction function) implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new FunctionFill(function);
  }
}
