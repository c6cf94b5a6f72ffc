package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer whose config says a dtype, as JAX's and TensorFlow's initializers take one: the
 * dtype of a tensor for which none is said. Where one is said, that counts, as it does there.
 *
 * @param inner the initializer
 * @param dtype the dtype where none is said
 */
public record WithDType(Initializer inner, DType dtype) implements Wrapping {
  /**
   * The dtype that an initializer's config says.
   *
   * @param initializer the initializer, which may have a seed of its own, too
   * @return the dtype; empty where its config says none
   */
  public static Optional<DType> of(Initializer initializer) {
    Initializer unseeded = initializer instanceof Seeded seeded ? seeded.inner() : initializer;
    return unseeded instanceof WithDType with ? Optional.of(with.dtype()) : Optional.empty();
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout);
  }

  @Override
  public Optional<DType> ownDType() {
    return Optional.of(dtype);
  }
}
