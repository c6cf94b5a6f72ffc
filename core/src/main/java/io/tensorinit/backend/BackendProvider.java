package io.tensorinit.backend;

import java.util.List;

/**
 * Finds and opens one kind of backend. Found through {@link java.util.ServiceLoader}; its
 * constructor must load anywhere, without the device's libraries.
 */
public interface BackendProvider {
  /**
   * The name users choose it by.
   *
   * @return a short lower-case name: {@code cpu}, {@code cuda}
   */
  String name();

  /**
   * Its place among the backends that are available: the highest is taken.
   *
   * @return 0 for the CPU, more for an accelerator
   */
  int rank();

  /**
   * Asks whether the backend can be used here. Cheap, without side effects, never throws.
   *
   * @return the answer
   */
  Availability availability();

  /**
   * What the backend uses here and what it misses, as {@code doctor} prints it: driver, devices,
   * libraries. May load libraries to find out, so it costs more than {@link #availability()}; never
   * throws.
   *
   * @return each component, in the order in which they depend on each other; none for a backend
   *     that needs nothing beside the JVM
   */
  default List<Component> components() {
    return List.of();
  }

  /**
   * Opens the backend.
   *
   * @param options threads and device
   * @return the open backend; the caller closes it
   * @throws BackendException if it cannot be opened
   */
  Backend open(BackendOptions options);
}
