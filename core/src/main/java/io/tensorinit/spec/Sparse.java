package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.tensor.Shape;

/**
 * A matrix with the same number of zeros in every column, {@code ceil(sparsity rows)} (the product
 * in double: 0.07 of 100 rows makes 8), at places drawn without replacement. The other elements are
 * those of {@code inner} and are not rescaled. Rank 2.
 *
 * <p>Source: J. Martens (2010), Deep learning via Hessian-free optimization.
 *
 * @param inner the initializer of the elements that are not zero
 * @param sparsity the fraction of each column that is zero, in 0..1
 */
public record Sparse(Initializer inner, double sparsity) implements Wrapping {
  /**
   * Checks the fraction.
   *
   * @throws IllegalArgumentException if it does not lie in 0..1
   */
  public Sparse {
    Require.probability("sparsity", sparsity);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("sparse", shape, 2, 2);
    long rows = shape.size(0);
    long zeros = (long) Math.min(rows, Math.ceil(sparsity * rows));
    return new MaskFill(
        inner.lower(shape, layout), new Mask.ExactCount(rows, shape.size(1), zeros));
  }
}
