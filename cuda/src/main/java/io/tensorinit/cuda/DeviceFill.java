package io.tensorinit.cuda;

import io.tensorinit.backend.Fill;

/**
 * A fill and the device memory it goes to: its region's elements, row-major and packed.
 *
 * @param fill what to fill
 * @param address where the region's first element goes: a device pointer, a multiple of the part's
 *     size
 */
public record DeviceFill(Fill fill, long address) {
  /**
   * The fill of a buffer.
   *
   * @param fill what to fill; its region has the buffer's shape and dtype
   * @param buffer an open buffer of the backend
   * @return the fill, with the buffer's address
   * @throws IllegalArgumentException if shape or dtype are not the buffer's
   * @throws IllegalStateException if the buffer is closed
   */
  public static DeviceFill of(Fill fill, DeviceBuffer buffer) {
    buffer.requireFits(fill);
    return new DeviceFill(fill, buffer.address());
  }
}
