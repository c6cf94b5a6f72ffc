package io.tensorinit.cuda;

import io.tensorinit.backend.Fill;
import io.tensorinit.memory.DeviceDestination;

/**
 * A fill of a {@linkplain CudaBackend#batch batch}, and where it goes.
 *
 * @param fill what to fill
 * @param destination where its region's elements go, in the order of no stream of its own: the one
 *     that the batch is filled on serves all
 */
public record DeviceFill(Fill fill, DeviceDestination destination) {
  /**
   * Checks that the destination can hold the fill's region.
   *
   * @throws IllegalArgumentException if it cannot, or if it names a stream
   */
  public DeviceFill {
    destination.require(fill.regionShape(), fill.dtype());
    if (destination.stream() != 0) {
      throw new IllegalArgumentException(
          "destination of a batch's fill must name no stream, since the batch is filled on one, was "
              + destination);
    }
  }
}
