package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UniformElementTest {
  private static final long LAST = (1L << 53) - 1;

  @Test
  void zeroToOneIsTheUnit() {
    for (int i = 0; i < 1000; i++) {
      int word = Words.word(1, i);
      assertEquals(UnitInterval.float32(word), UniformElement.Float32.of(0, 1).at(word));
      long digits = UnitInterval.digits(word, Words.word(2, i));
      assertEquals(UnitInterval.float64(digits), UniformElement.Float64.of(0, 1).at(digits));
    }
  }

  @Test
  void neverLeavesTheBounds() {
    double[][] bounds = {{-0.1, 0.3}, {1e6, 1e6 + 0.5}, {-7e-8, 3e-4}, {-1.7e38, 1.7e38}};
    for (double[] b : bounds) {
      UniformElement.Float32 law = UniformElement.Float32.of(b[0], b[1]);
      UniformElement.Float64 law64 = UniformElement.Float64.of(b[0], b[1]);
      for (int i = -1000; i < 1000; i++) {
        float value = law.at(i);
        assertTrue(value >= (float) b[0] && value <= (float) b[1], () -> b[0] + " " + value);
        double value64 = law64.at(i & LAST);
        assertTrue(value64 >= b[0] && value64 <= b[1], () -> b[0] + " " + value64);
      }
      assertEquals((float) b[1], law.at(-1));
      assertEquals(b[1], law64.at(LAST));
    }
  }

  @Test
  void equalBoundsAreAConstant() {
    assertEquals(0.1f, UniformElement.Float32.of(0.1, 0.1).at(12345));
    assertEquals(0.1, UniformElement.Float64.of(0.1, 0.1).at(12345));
  }

  @Test
  void refusesBadBounds() {
    refuses("low must not exceed high, but 2.0 > 1.0", 2, 1);
    refuses("low must be a number, but is NaN", Double.NaN, 1);
    refuses("high must be a number, but is NaN", 0, Double.NaN);
    refuses("low must be a finite number, but is -Infinity", Double.NEGATIVE_INFINITY, 1);
    refuses("high - low must be a finite number, but is Infinity", -1.7e308, 1.7e308);
    refuses(
        "high - low must lie within float32 (at most 3.4028235e38), but is 6.0E38", -3e38, 3e38);
    assertEquals(3e38, UniformElement.Float64.of(-3e38, 3e38).at(LAST));
  }

  private static void refuses(String message, double low, double high) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> UniformElement.Float32.of(low, high));
    assertEquals(message, e.getMessage());
  }
}
