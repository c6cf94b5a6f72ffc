package io.tensorinit.weights;

import io.tensorinit.function.ElementFunction;
import io.tensorinit.function.ElementStream;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;

/**
 * The values of a store as an initializer: what is in memory now is what a fill gives. {@link
 * StoredBackend} copies them where they lie; any other backend asks for one after the other.
 *
 * @param values the values
 */
record StoredElements(ParameterValues values) implements Initializer, ElementFunction {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new FunctionFill(this);
  }

  /** The value of an element; of complex ones, of the part at this position. */
  @Override
  public double at(long position, ElementStream stream) {
    int parts = values.dtype().partCount();
    double[] element = values.doubles(Region.range(position / parts, 1));
    return element[(int) (position % parts)];
  }

  @Override
  public String toString() {
    return "values in memory";
  }
}
