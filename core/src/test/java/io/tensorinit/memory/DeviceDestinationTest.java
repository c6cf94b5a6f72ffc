package io.tensorinit.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is said of device memory, and what is refused before a device is asked. */
class DeviceDestinationTest {
  private static final DeviceDestination MEMORY = DeviceDestination.at(0x1004);

  @Test
  void isRowMajorOnTheDefaultStreamUnlessItSaysOtherwise() {
    assertEquals(0, MEMORY.stream());
    assertArrayEquals(new long[] {3, 1}, MEMORY.strides(Shape.of(2, 3)));
    DeviceDestination other = MEMORY.strided(1, -2).onStream(9);
    assertEquals(0x1004, other.address());
    assertEquals(9, other.stream());
    assertArrayEquals(new long[] {1, -2}, other.strides(Shape.of(2, 3)));
  }

  @Test
  void addressesAndStridesThatCannotBeAreRefused() {
    assertRefused("address must be a device pointer, was 0", () -> DeviceDestination.at(0));
    assertRefused(
        "address must be a device pointer and a multiple of 8, was 0x1004",
        () -> MEMORY.require(Shape.of(2), DType.C128));
    assertRefused(
        "strides must be one an axis of shape [2, 3], was 1",
        () -> MEMORY.strided(1).require(Shape.of(2, 3), DType.F32));
  }

  @Test
  void theMemoryOfOneTensorTakesNothingElse() {
    DeviceDestination tensor = MEMORY.holding(Shape.of(2, 3), DType.F32);
    tensor.onStream(9).require(Shape.of(2, 3), DType.F32);
    tensor.strided(1, 2).require(Shape.of(2, 3), DType.F32);
    assertRefused(
        "destination holds a tensor [2, 3] of F32, the fill's region is [3, 2] of F32",
        () -> tensor.onStream(9).require(Shape.of(3, 2), DType.F32));
    assertRefused(
        "destination holds a tensor [2, 3] of F32, the fill's region is [2, 3] of F16",
        () -> tensor.strided(3, 1).require(Shape.of(2, 3), DType.F16));
  }

  @Test
  void equalityIsOfAllThatWasSaid() {
    DeviceDestination tensor = MEMORY.strided(1, 2).onStream(9).holding(Shape.of(2), DType.F32);
    DeviceDestination same = MEMORY.holding(Shape.of(2), DType.F32).onStream(9).strided(1, 2);
    assertEquals(tensor, same);
    assertEquals(tensor.hashCode(), same.hashCode());
    assertNotEquals(tensor, MEMORY.strided(1, 2).onStream(9));
    assertNotEquals(tensor, tensor.onStream(8));
    assertNotEquals(tensor, tensor.strided(2, 1));
    assertNotEquals(MEMORY, DeviceDestination.at(0x1008));
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
