package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.PointerInfo;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.tensor.DType;
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
public record AddressRange(long address, long first, long end) {
  /**
   * The memory of a region.
   *
   * @param destination where its elements go
   * @param shape the region's shape
   * @param dtype the type of its elements
   * @return the memory
   * @throws IllegalArgumentException if the destination cannot hold them, or an element would lie
   *     outside of the 64-bit addresses
   */
  public static AddressRange of(DeviceDestination destination, Shape shape, DType dtype) {
    destination.require(shape, dtype);
    long address = destination.address();
    long[] strides = destination.strides(shape);
    if (shape.elementCount() == 0) {
      return new AddressRange(address, address, address);
    }
    int bytes = dtype.bytes();
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
      return new AddressRange(address, first, Math.addExact(last, bytes));
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
  public void require(Driver driver, int device) {
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
