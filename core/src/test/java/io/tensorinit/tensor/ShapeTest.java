package io.tensorinit.tensor;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class ShapeTest {
  @Test
  void countsElements() {
    assertEquals(24, Shape.of(2, 3, 4).elementCount());
    assertEquals(1, Shape.scalar().elementCount());
    assertEquals(0, Shape.of(0, Long.MAX_VALUE).elementCount());
    assertEquals(Long.MAX_VALUE, Shape.of(Long.MAX_VALUE, 1).elementCount());
    assertEquals(1L << 62, Shape.of(1L << 31, 1L << 31).elementCount());
  }

  @Test
  void aScalarHasNoAxes() {
    assertSame(Shape.scalar(), Shape.of());
    assertEquals(0, Shape.scalar().rank());
    assertEquals("[]", Shape.scalar().toString());
    assertArrayEquals(new long[0], Shape.scalar().rowMajorStrides());
  }

  @Test
  void readsAxesFromBothEnds() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(2, shape.size(0));
    assertEquals(4, shape.size(-1));
    assertEquals(0, shape.axis(-3));
    assertEquals(Shape.of(2, 3, 5), shape.with(-1, 5));
    assertArrayEquals(new long[] {12, 4, 1}, shape.rowMajorStrides());
    assertArrayEquals(new long[] {1, 1}, Shape.of(5, 0).rowMajorStrides());
  }

  @Test
  void arraysAreCopied() {
    long[] sizes = {2, 3};
    Shape shape = Shape.of(sizes);
    sizes[0] = 7;
    shape.sizes()[1] = 7;
    assertEquals(Shape.of(2, 3), shape);
  }

  @Test
  void isAValue() {
    assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
    assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
    assertNotEquals(Shape.of(2), Shape.of(2, 1));
    assertEquals("[2, 3]", Shape.of(2, 3).toString());
  }

  @Test
  void refusesWhatIsNoShape() {
    assertRefused("size of axis 1 must be 0 or more, was -1", () -> Shape.of(2, -1));
    assertRefused("size of axis 0 must be 0 or more, was -5", () -> Shape.of(2, 3).with(0, -5));
    assertRefused(
        "shape [4294967296, 2147483648] must have at most 2^63 - 1 elements",
        () -> Shape.of(1L << 32, 1L << 31));
    assertRefused(
        "shape [0, 9223372036854775807, 2] must have at most 2^63 - 1 elements",
        () -> Shape.of(0, Long.MAX_VALUE, 2));
    assertRefused("axis must lie in -2..1 for shape [2, 3], was 2", () -> Shape.of(2, 3).size(2));
    assertRefused(
        "axis must lie in -2..1 for shape [2, 3], was -3", () -> Shape.of(2, 3).with(-3, 1));
  }
}
