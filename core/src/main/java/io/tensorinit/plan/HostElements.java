package io.tensorinit.plan;

/** Reads values on the host. Not for use by several threads. */
@FunctionalInterface
public interface HostElements {
  /**
   * The value at a position.
   *
   * @param position the element's index in the flattened whole tensor; 2 i and 2 i + 1 for the real
   *     and imaginary parts of complex element i, as an unsigned number
   * @return the value, to be rounded to the precision that the dtype is computed in
   */
  double at(long position);
}
