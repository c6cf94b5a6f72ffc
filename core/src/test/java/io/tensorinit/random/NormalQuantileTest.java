package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.random.accuracy.NormalQuantileAccuracy;
import io.tensorinit.random.accuracy.UlpErrors;
import org.junit.jupiter.api.Test;

/** A sample of {@link NormalQuantileAccuracy}, which tries every word. */
class NormalQuantileTest {
  private static final double FLOAT32_ULP = 3;
  private static final double FLOAT64_ULP = 8;
  private static final long END = 1L << 31;
  private static final QuantileTable.Float32 FLOAT32 = QuantileTable.Float32.standardNormal();
  private static final QuantileTable.Float64 FLOAT64 = QuantileTable.Float64.standardNormal();

  @Test
  void float32IsWithinThreeUlpOnAStride() {
    assertWithin(FLOAT32_ULP, NormalQuantileAccuracy.sweep(0, END, 1009));
  }

  @Test
  void float32IsWithinThreeUlpAtTheEndsAndAroundThePiecesEdges() {
    int near = 1 << 12;
    assertWithin(FLOAT32_ULP, NormalQuantileAccuracy.sweep(0, near, 1));
    for (long edge = 1 << 13; edge < END; edge += edge / 16) {
      assertWithin(FLOAT32_ULP, NormalQuantileAccuracy.sweep(edge - 64, edge + 64, 1));
    }
    assertWithin(FLOAT32_ULP, NormalQuantileAccuracy.sweep(END - near, END, 1));
  }

  @Test
  void float64IsWithinEightUlp() {
    assertWithin(FLOAT64_ULP, NormalQuantileAccuracy.float64Random(20_000));
    assertWithin(FLOAT64_ULP, NormalQuantileAccuracy.float64Magnitudes(4_000));
  }

  @Test
  void reachesTheQuantilesOfTheOutermostWords() {
    // scipy 1.17: norm.ppf(2**-33), norm.ppf(2**-54), norm.ppf(0.5 + 2**-33)
    assertEquals(-6.33795775f, FLOAT32.at(0), 1e-6f);
    assertEquals(-8.292361075813597, FLOAT64.at(0), 1e-14);
    assertEquals(2.91809937e-10f, FLOAT32.at(1 << 31), 1e-16f);
  }

  @Test
  void everyDoubleHasTheFloatsDigits() {
    for (int i = 0; i < 10_000; i++) {
      int word = Words.word(3, i);
      float z = FLOAT32.at(word);
      double more = FLOAT64.at(UnitInterval.digits(word, Words.word(4, i)));
      assertEquals(more, z, 1e-6 * Math.max(Math.abs(more), 1));
    }
  }

  private static void assertWithin(double ulp, UlpErrors errors) {
    assertTrue(errors.largest() <= ulp, errors::toString);
  }
}
