package io.tensorinit.spec;

/** What becomes of a fan of zero, which a tensor without elements has. */
public enum ZeroFan {
  /** A fan below 1 counts as 1 (Keras). */
  COUNTS_AS_ONE,
  /**
   * A fan of zero is refused; one between 0 and 1 is taken as it is (PyTorch's Xavier, JAX, DJL).
   */
  REFUSED
}
