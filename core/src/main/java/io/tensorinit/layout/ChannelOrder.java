package io.tensorinit.layout;

/** Where a convolution's weight keeps its channel axes. */
public enum ChannelOrder {
  /** {@code (out, in, kernel...)}: PyTorch, MXNet, DJL, DL4J. */
  FIRST,
  /** {@code (kernel..., in, out)}: Keras, JAX, Julia. */
  LAST;

  /**
   * The axis of the output channels.
   *
   * @param rank the weight's rank, 2 or more
   * @return the axis, from 0
   */
  public int outAxis(int rank) {
    return this == FIRST ? 0 : rank - 1;
  }

  /**
   * The axis of the input channels.
   *
   * @param rank the weight's rank, 2 or more
   * @return the axis, from 0
   */
  public int inAxis(int rank) {
    return this == FIRST ? 1 : rank - 2;
  }
}
