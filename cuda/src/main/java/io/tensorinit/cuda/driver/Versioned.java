package io.tensorinit.cuda.driver;

/** A library that tells its version. */
public interface Versioned {
  /**
   * The library's version, as it says itself; needs no device.
   *
   * @return as in {@code 10.3.0}
   * @throws CudaException if it does not say
   */
  String version();
}
