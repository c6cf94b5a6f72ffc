package io.tensorinit.cuda;

import java.util.function.Supplier;

/**
 * The matrices that a fill formed last, for its next box: the boxes that a run of a tensor is made
 * of, and the chunks of a composition, need the same ones. Belongs to one fill.
 */
final class FormedMatricesCache {
  private FormedMatrices last;

  /**
   * Matrices of a stack.
   *
   * @param stack the stack
   * @param run which matrices
   * @param form forms them, in the place of the last ones, where they are not these
   * @return the matrices
   */
  FormedMatrices get(MatrixStack stack, MatrixStack.Run run, Supplier<FormedMatrices> form) {
    if (last == null || !last.hold(stack, run)) {
      last = form.get();
    }
    return last;
  }
}
