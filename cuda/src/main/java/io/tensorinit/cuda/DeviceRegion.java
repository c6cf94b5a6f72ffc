package io.tensorinit.cuda;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.PointerInfo;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * The device memory that a caller wants filled: every byte from {@code first} up to {@code end}
 * lies between the outermost elements.
 *
 * @param address the address of the region's first element
 * @param first the lowest address that is written
 * @param end the address behind the highest that is written; {@code first} if nothing is
 */
record DeviceRegion(long address, long first, long end) {
  /**
   * The memory of a fill.
   *
   * @param fill the fill
   * @param address where its region's first element goes
   * @param strides the distance of neighbouring elements along each axis, in elements
   * @return the memory
   * @throws IllegalArgumentException if the address is 0 or not a multiple of the part's size, the
   *     strides are not one an axis, or an element would lie outside of the 64-bit addresses
   */
  static DeviceRegion of(Fill fill, long address, long[] strides) {
    int alignment = fill.dtype().part().bytes();
    if (address == 0 || address % alignment != 0) {
      throw new IllegalArgumentException(
          "address must be a device pointer and a multiple of "
              + alignment
              + ", was "
              + hex(address));
    }
    Shape shape = fill.regionShape();
    if (strides.length != shape.rank()) {
      throw new IllegalArgumentException(
          "strides must be one an axis of shape " + shape + ", was " + strides.length);
    }
    if (shape.elementCount() == 0) {
      return new DeviceRegion(address, address, address);
    }
    int bytes = fill.dtype().bytes();
    try {
      long first = address;
      long last = address;
      for (int axis = 0; axis < strides.length; axis++) {
        long cells = Math.multiplyExact(shape.size(axis) - 1, strides[axis]);
        long reach = Math.multiplyExact(cells, (long) bytes);
        if (reach < 0) {
          first = Math.addExact(first, reach);
        } else {
          last = Math.addExact(last, reach);
        }
      }
      return new DeviceRegion(address, first, Math.addExact(last, bytes));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "strides "
              + Arrays.toString(strides)
              + " must keep shape "
              + shape
              + " within the device's addresses, at "
              + hex(address),
          e);
    }
  }

  /**
   * Asks the driver whether a device may write here. What the driver does not know passes. Legal
   * while a stream is captured.
   *
   * @param driver the driver
   * @param device the device's ordinal
   * @throws IllegalArgumentException if the memory is another device's or the host's alone, or the
   *     region reaches beyond it
   */
  void require(Driver driver, int device) {
    if (first == end) {
      return;
    }
    Optional<PointerInfo> known = driver.pointer(address);
    if (known.isEmpty()) {
      return;
    }
    requireReachable(known.get(), device);
    PointerInfo memory = known.get();
    if (memory.bytes() != 0 && !isInside(memory) && !continues(driver, memory)) {
      throw new IllegalArgumentException(
          "address and strides must stay inside of the allocation of "
              + memory.bytes()
              + " bytes at "
              + hex(memory.start())
              + ", but reach from "
              + hex(first)
              + " up to "
              + hex(end));
    }
  }

  private void requireReachable(PointerInfo memory, int device) {
    if (memory.kind() == PointerInfo.Kind.HOST) {
      throw new IllegalArgumentException(
          "address must be in memory that the device reaches (its own, managed, or pinned and"
              + " mapped), was "
              + hex(address)
              + " in host memory");
    }
    if (memory.kind() == PointerInfo.Kind.DEVICE && memory.device() != device) {
      throw new IllegalArgumentException(
          "address must be in memory of device "
              + device
              + ", was "
              + hex(address)
              + " in memory of device "
              + memory.device());
    }
  }

  private boolean isInside(PointerInfo memory) {
    return first >= memory.start() && end <= memory.end();
  }

  /** Whether memory that was mapped piece by piece goes on to the end of this region. */
  private boolean continues(Driver driver, PointerInfo memory) {
    if (!memory.mapped()) {
      return false;
    }
    long at = first;
    while (at < end) {
      Optional<PointerInfo> next = driver.pointer(at);
      if (next.isEmpty() || !next.get().mapped() || next.get().device() != memory.device()) {
        return false;
      }
      if (next.get().end() <= at) {
        return true;
      }
      at = next.get().end();
    }
    return true;
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
