package io.tensorinit.plan;

/**
 * Values by index, worked out on the host. Implementations are immutable and may be asked by
 * several threads in any order.
 */
@FunctionalInterface
public interface HostTable {
  /**
   * The value of one element.
   *
   * @param index the element's index in the flattened whole tensor
   * @return its value (its real part, if complex)
   */
  double at(long index);

  /**
   * The imaginary part of one element of a complex tensor.
   *
   * @param index the element's index in the flattened whole tensor
   * @return its imaginary part, 0 unless overridden
   */
  default double imaginaryAt(long index) {
    return 0;
  }
}
