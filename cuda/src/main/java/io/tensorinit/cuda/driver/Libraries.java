package io.tensorinit.cuda.driver;

/**
 * NVIDIA's libraries beside the driver, each looked for when it is first asked for and kept. Safe
 * for use by several threads.
 */
public interface Libraries {
  /**
   * Looks for a library.
   *
   * @param library which
   * @return whether it can be used; never throws
   */
  Presence find(Library library);

  /**
   * cuRAND.
   *
   * @return its calls
   * @throws io.tensorinit.backend.BackendException if it cannot be used, with {@link #find}'s
   *     reason
   */
  RandomLibrary random();

  /**
   * cuBLAS.
   *
   * @return its calls
   * @throws io.tensorinit.backend.BackendException if it cannot be used, with {@link #find}'s
   *     reason
   */
  BlasLibrary blas();

  /**
   * cuSOLVER.
   *
   * @return its calls
   * @throws io.tensorinit.backend.BackendException if it cannot be used, with {@link #find}'s
   *     reason
   */
  SolverLibrary solver();

  /**
   * Whether a library can be used.
   *
   * @param library which
   * @param found whether it was loaded
   * @param detail its version and where it came from; or why not, and what to do about it
   */
  record Presence(Library library, boolean found, String detail) {}
}
