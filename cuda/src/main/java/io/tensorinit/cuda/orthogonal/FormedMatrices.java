package io.tensorinit.cuda.orthogonal;

/**
 * Some matrices of a stack, formed in a workspace: Q without its columns' signs or phases and gain,
 * which stand beside it. Not for use by several threads.
 */
final class FormedMatrices {
  private final MatrixStack stack;
  private final MatrixStack.Run run;
  private final long q;
  private final long signs;
  private boolean scaled;

  /**
   * Formed matrices.
   *
   * @param stack the stack
   * @param run which matrices of it
   * @param q the address of the first one
   * @param signs the address of its first column's factor
   */
  FormedMatrices(MatrixStack stack, MatrixStack.Run run, long q, long signs) {
    this.stack = stack;
    this.run = run;
    this.q = q;
    this.signs = signs;
  }

  /** Whether these are of a stack, and all that are asked for. */
  boolean hold(MatrixStack asked, MatrixStack.Run those) {
    return stack.equals(asked) && run.contains(those);
  }

  /** Which matrices these are. */
  MatrixStack.Run run() {
    return run;
  }

  /** The address of the first matrix. */
  long q() {
    return q;
  }

  /** The address of the factor of the first matrix's first column. */
  long signs() {
    return signs;
  }

  /** Whether the columns were multiplied by their factors. */
  boolean isScaled() {
    return scaled;
  }

  /** Notes that the columns were multiplied by their factors. */
  void setScaled() {
    scaled = true;
  }
}
