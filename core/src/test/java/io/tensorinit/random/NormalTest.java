package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NormalTest {
  @Test
  void isTheQuantileStretchedAndMoved() {
    for (int i = 0; i < 1000; i++) {
      int word = Words.word(1, i);
      assertEquals(NormalQuantile.float32(word), Normal.Float32.of(0, 1).at(word));
      assertEquals(
          Math.fma(NormalQuantile.float32(word), 0.02f, 1.5f),
          Normal.Float32.of(1.5, 0.02).at(word));
    }
  }

  @Test
  void noDeviationIsAConstant() {
    assertEquals(0.1f, Normal.Float32.of(0.1, 0).at(77));
    assertEquals(0.1, Normal.Float64.of(0.1, 0).at(77));
  }

  @Test
  void refusesBadParameters() {
    refuses("mean must be a finite number, but is NaN", Double.NaN, 1);
    refuses("std must be a finite number, 0 or above, but is -1.0", 0, -1);
    refuses("std must be a finite number, 0 or above, but is Infinity", 0, 1 / 0.0);
    refuses("std must lie within float32 (at most 3.4028235e38), but is 1.0E39", 0, 1e39);
  }

  private static void refuses(String message, double mean, double std) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Normal.Float32.of(mean, std));
    assertEquals(message, e.getMessage());
  }
}
