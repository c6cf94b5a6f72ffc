package io.tensorinit.model;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Wrapping;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer that works with given fans, whatever the layout reads.
 *
 * @param inner the initializer
 * @param given the fans, NaN where the layout's are to be taken
 */
record WithFans(Initializer inner, Fans given) implements Wrapping {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout.withFans(given.in(), given.out()));
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return inner.fans(shape, layout.withFans(given.in(), given.out()));
  }
}
