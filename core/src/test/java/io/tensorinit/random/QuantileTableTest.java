package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.random.accuracy.QuantileTableAccuracy;
import io.tensorinit.random.accuracy.UlpErrors;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of {@link QuantileTableAccuracy}, and the edges. */
class QuantileTableTest {
  private static final double FLOAT32_ULP = 3;
  private static final double FLOAT64_ULP = 8;

  /** Built on the float64 normal quantile, whose own uncertainty adds to the table's. */
  private static final Set<String> OF_THE_NORMAL =
      Set.of("normal", "logNormal(0, 1)", "halfNormal(1)");

  private static final double OF_THE_NORMAL_ULP = 12;

  static Set<String> distributions() {
    return QuantileTableAccuracy.distributions().keySet();
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void float32FollowsTheQuantile(String name) {
    Quantile quantile = QuantileTableAccuracy.distributions().get(name);
    UlpErrors errors = QuantileTableAccuracy.float32(quantile, 20_000);
    assertTrue(errors.largest() <= FLOAT32_ULP, errors::toString);
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void float64FollowsTheQuantile(String name) {
    Quantile quantile = QuantileTableAccuracy.distributions().get(name);
    UlpErrors errors = QuantileTableAccuracy.float64(quantile, 20_000);
    double bound = OF_THE_NORMAL.contains(name) ? OF_THE_NORMAL_ULP : FLOAT64_ULP;
    assertTrue(errors.largest() <= bound, errors::toString);
  }

  @Test
  void theUniformsTableIsTheProbability() {
    QuantileTable.Float32 table = QuantileTable.Float32.of((v, c) -> v);
    QuantileTable.Float64 table64 = QuantileTable.Float64.of((v, c) -> v);
    for (int i = 0; i < 10_000; i++) {
      int word = i < 100 ? i : i < 200 ? 99 - i : Words.word(1, i);
      double v = (Integer.toUnsignedLong(word) + 0.5) * 0x1p-32;
      assertEquals(v, table.at(word), 1.5 * Math.ulp((float) v));
      long digits = UnitInterval.digits(word, Words.word(2, i));
      double v64 = UnitInterval.float64(digits);
      assertEquals(v64, table64.at(digits), 2 * Math.ulp(v64));
    }
  }

  @Test
  void theRowOfAWordIsAsDocumented() {
    QuantileTable.Float32 table = QuantileTable.Float32.of((v, c) -> v);
    float[] rows = table.coefficients();
    assertEquals(4096, rows.length);
    // lower half, octave 31 (only word 0), piece 0: v = 2^-33 .. 2^-33 17/16
    assertEquals(0x1p-33f, rows[31 * 16 * 4], 0x1p-56f);
    // lower half, octave 0, piece 15: v = 31/64 .. 32/64
    assertEquals(31 / 64f, rows[15 * 4], 0x1p-25f);
    assertEquals(1 / 64f, rows[15 * 4 + 1], 0x1p-25f);
    // upper half, octave 0, piece 0: 1 - v = 16/64 .. 17/64
    assertEquals(48 / 64f, rows[32 * 16 * 4], 0x1p-25f);
    assertEquals(-1 / 64f, rows[32 * 16 * 4 + 1], 0x1p-25f);
    assertEquals(15264, QuantileTable.Float64.of((v, c) -> v).coefficients().length);
  }

  @Test
  void staysBetweenTheQuantilesOfTheOutermostWords() {
    QuantileTable.Float32 table = QuantileTable.Float32.of(Quantiles.logUniform(0.1, 0.3));
    for (int i = -5000; i < 5000; i++) {
      float value = table.at(i);
      assertTrue(value >= 0.1f && value <= 0.3f);
    }
    assertEquals(0.1f, table.low());
    assertEquals(0.3f, table.high());
    QuantileTable.Float64 table64 = QuantileTable.Float64.of(Quantiles.logUniform(0.1, 0.3));
    assertEquals(0.1, table64.low(), 1e-16);
    assertEquals(table64.low(), table64.at(0), 1e-16);
    assertEquals(table64.high(), table64.at((1L << 53) - 1), 1e-16);
  }

  @Test
  void refusesWhatIsNoQuantile() {
    refuses(
        "quantile must be finite inside of (0, 1), but at v = 1.1641532182693481E-10 it is NaN",
        (v, c) -> Double.NaN);
    refuses(
        "quantile must not decrease, but goes from 0.9999999998835847 down to"
            + " 1.1641532182693481E-10",
        (v, c) -> c);
    refuses(
        "quantile must lie within float32 (at most 3.4028235e38), but is 1.0E39", (v, c) -> 1e39);
  }

  private static void refuses(String message, Quantile quantile) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> QuantileTable.Float32.of(quantile));
    assertEquals(message, e.getMessage());
  }
}
