package io.tensorinit.spec;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer that was told its axes: it reads its fans by them, whatever the tensor's layout.
 *
 * @param inner the initializer
 * @param axes the convention, such as {@link Layout#axes} or {@link Layout#axesAlone}
 */
public record OnAxes(Initializer inner, Layout axes) implements Wrapping {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout.withConvention(axes));
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return inner.fans(shape, layout.withConvention(axes));
  }

  @Override
  public Optional<Layout> ownLayout() {
    return Optional.of(axes);
  }
}
