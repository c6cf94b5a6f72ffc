package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QuantileElementTest {
  @Test
  void aNormalIsTheQuantileStretchedAndMoved() {
    QuantileTable.Float32 table = QuantileTable.Float32.standardNormal();
    for (int i = 0; i < 1000; i++) {
      int word = Words.word(1, i);
      assertEquals(table.at(word), QuantileElement.Float32.normal(0, 1).at(word));
      assertEquals(
          Math.fma(table.at(word), 0.02f, 1.5f),
          QuantileElement.Float32.normal(1.5, 0.02).at(word));
    }
  }

  @Test
  void noDeviationIsAConstant() {
    assertEquals(0.1f, QuantileElement.Float32.normal(0.1, 0).at(77));
    assertEquals(0.1, QuantileElement.Float64.normal(0.1, 0).at(77));
  }

  @Test
  void staysBetweenTheQuantilesOfTheOutermostWords() {
    QuantileElement.Float32 law = QuantileElement.Float32.of(Quantiles.logUniform(0.1, 0.3));
    for (int i = -5000; i < 5000; i++) {
      float value = law.at(i);
      assertTrue(value >= 0.1f && value <= 0.3f);
    }
    assertEquals(0.1f, law.low());
    assertEquals(0.3f, law.high());
    QuantileElement.Float64 law64 = QuantileElement.Float64.of(Quantiles.logUniform(0.1, 0.3));
    assertEquals(0.1, law64.low(), 1e-16);
    assertEquals(law64.low(), law64.at(0), 1e-16);
    assertEquals(law64.high(), law64.at((1L << 53) - 1), 1e-16);
  }

  @Test
  void onlyBoundsThatAreFiniteAreHeld() {
    double none = Double.POSITIVE_INFINITY;
    assertFalse(QuantileElement.Float32.normal(0, 1).isBounded());
    assertFalse(QuantileElement.Float64.truncatedNormal(0, 1, -none, none).isBounded());
    assertTrue(QuantileElement.Float32.truncatedNormal(0, 1, -none, 2).isBounded());
    assertTrue(QuantileElement.Float64.of(Quantiles.cauchy(0, 1)).isBounded());
  }

  @Test
  void refusesBadParametersOfANormal() {
    refuses("mean must be a finite number, but is NaN", Double.NaN, 1);
    refuses("std must be a finite number, 0 or above, but is -1.0", 0, -1);
    refuses("std must be a finite number, 0 or above, but is Infinity", 0, 1 / 0.0);
    refuses("std must lie within float32 (at most 3.4028235e38), but is 1.0E39", 0, 1e39);
  }

  private static void refuses(String message, double mean, double std) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> QuantileElement.Float32.normal(mean, std));
    assertEquals(message, e.getMessage());
  }

  @Test
  void refusesNumbersThatAreNoLaw() {
    QuantileTable.Float32 table = QuantileTable.Float32.standardNormal();
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> new QuantileElement.Float32(table, 1, 0, 2, 1));
    assertEquals("low must not exceed high, but 2.0 > 1.0", e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new QuantileElement.Float32(table, Float.NaN, 0, 1, 2));
    assertEquals("scale must be a finite number, but is NaN", e.getMessage());
  }
}
