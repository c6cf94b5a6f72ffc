package io.tensorinit.backend;

import io.tensorinit.memory.Destination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Fills memory from plans. Safe for use by several threads; the same {@link Fill} gives the same
 * bits on every backend (orthogonal matrices by method qr: within the stated tolerance), in any
 * number of threads and whatever part is asked for.
 */
public interface Backend extends AutoCloseable {
  /**
   * The provider's name.
   *
   * @return {@code cpu}, {@code cuda}
   */
  String name();

  /**
   * The device, as reports and logs name it.
   *
   * @return one line
   */
  String device();

  /**
   * Why this backend cannot fill from a plan, if so. May look for libraries that only some plans
   * need.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape
   * @return the reason, and what to do about it, in one line; empty if it can
   */
  default Optional<String> refusal(FillPlan plan, Shape shape) {
    return Optional.empty();
  }

  /**
   * Fills memory or a file. Everything is checked before anything is allocated or written. When
   * this returns, all elements are written; those of a {@link
   * io.tensorinit.memory.DeviceDestination}, which only the device's backend takes, are in the
   * order of its stream.
   *
   * @param fill what to fill
   * @param destination where its region's elements go
   * @throws IllegalArgumentException if the destination cannot hold the region in this dtype, or
   *     the plan does not fit the shape
   * @throws BackendException if the device or the memory fails
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  void fill(Fill fill, Destination destination);

  /**
   * Fills many tensors, as one job where the backend can: as {@link #fill} does each of them, in no
   * order. What a failure leaves is not said for any of them. No two may overlap.
   *
   * @param fills what to fill, and where
   * @throws IllegalArgumentException as {@link #fill}, for any of them
   * @throws BackendException as {@link #fill}
   * @throws java.io.UncheckedIOException as {@link #fill}
   */
  default void fillAll(List<PlacedFill> fills) {
    for (PlacedFill each : fills) {
      fill(each.fill(), each.destination());
    }
  }

  /**
   * Compares the backend's own lanes on this machine, beyond what fills of host memory show. Takes
   * a second or so.
   *
   * @return a line for each fault found; none if all is well, or if there is nothing to compare
   * @throws BackendException if the device fails on the way
   */
  default List<String> selfTest() {
    return List.of();
  }

  /** Gives back threads, streams and memory. Closing again does nothing. */
  @Override
  void close();
}
