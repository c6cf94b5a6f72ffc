package io.tensorinit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.tensor.Shape;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Strides are nested, or two elements may lie at one place. */
class StridesTest {
  @Test
  void partsPermutationsAndMirroringsAreNested() {
    assertTrue(Strides.areNested(Shape.of()));
    assertTrue(Strides.areNested(Shape.of(4, 6, 8), 48, 8, 1));
    assertTrue(Strides.areNested(Shape.of(8, 4, 6), 1, 48, 8));
    assertTrue(Strides.areNested(Shape.of(2, 3), -40, 2));
    assertTrue(Strides.areNested(Shape.of(4, 1, 4), 4, 0, 1), "an axis of size 1");
    assertTrue(Strides.areNested(Shape.of(0, 3), 0, 0), "no elements");
    assertTrue(Strides.areNested(Shape.of(2, 2), Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Test
  void placesThatCoincideAreNot() {
    assertFalse(Strides.areNested(Shape.of(4, 4), 1, 1));
    assertFalse(Strides.areNested(Shape.of(3, 2), 0, 1));
    assertFalse(Strides.areNested(Shape.of(4, 4), 3, 1));
    assertFalse(Strides.areNested(Shape.of(4, 4), -3, 1));
    assertFalse(Strides.areNested(Shape.of(2, 3), 3, 2), "apart, though interleaved");
  }

  /** The places of all elements, one by one. */
  @Test
  void nestedElementsLieApart() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int nested = 0;
    for (int i = 0; i < 2000; i++) {
      Shape shape = Shape.of(random.nextInt(1, 5), random.nextInt(1, 5), random.nextInt(1, 5));
      long[] strides = random.longs(3, -30, 31).toArray();
      if (Strides.areNested(shape, strides)) {
        nested++;
        Set<Long> places = new HashSet<>();
        for (long a = 0; a < shape.size(0); a++) {
          for (long b = 0; b < shape.size(1); b++) {
            for (long c = 0; c < shape.size(2); c++) {
              places.add(a * strides[0] + b * strides[1] + c * strides[2]);
            }
          }
        }
        assertEquals(shape.elementCount(), places.size(), shape + ", seed " + seed);
      }
    }
    assertTrue(nested > 100, "only " + nested + ", seed " + seed);
  }

  @Test
  void stridesAreOneAnAxis() {
    assertEquals(
        "strides must be one an axis of shape [2, 3], was 1",
        assertThrows(IllegalArgumentException.class, () -> Strides.areNested(Shape.of(2, 3), 1))
            .getMessage());
  }
}
