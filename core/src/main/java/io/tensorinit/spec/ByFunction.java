package io.tensorinit.spec;

import io.tensorinit.function.ElementFunction;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.tensor.Shape;

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
