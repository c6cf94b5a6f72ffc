package io.tensorinit.peer.torch;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Sparse;
import io.tensorinit.tensor.Shape;

/**
 * PyTorch's sparse_, which zeroes the first n = ceil(sparsity rows) of a column's shuffled rows as
 * a Python slice: with n below 0, all but the last -n. PyTorch takes any sparsity.
 *
 * @param inner the initializer of the elements that are not zero
 * @param sparsity the fraction of each column that is zero
 */
record SlicedSparse(Initializer inner, double sparsity) implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    double n = shape.rank() == 2 ? Math.ceil(sparsity * shape.size(0)) : 0;
    if (n >= 0) {
      return new Sparse(inner, Math.min(1, Math.max(0, sparsity))).lower(shape, layout);
    }
    long rows = shape.size(0);
    long zeros = (long) Math.max(0, rows + n);
    return new MaskFill(
        inner.lower(shape, layout), new Mask.ExactCount(rows, shape.size(1), zeros));
  }
}
