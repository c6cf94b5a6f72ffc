package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.function.Quantile;
import io.tensorinit.random.accuracy.QuantileTableAccuracy;
import io.tensorinit.random.accuracy.UlpErrors;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  static Set<String> more() {
    return QuantileTableAccuracy.more().keySet();
  }

  /** Their quantiles are worked out within 1e-14; Levy's grows by much within a piece. */
  @ParameterizedTest
  @MethodSource("more")
  void theGammaAndBetaFamiliesAreFollowedAsFarAsTheyAreKnown(String name) {
    Quantile quantile = QuantileTableAccuracy.more().get(name);
    UlpErrors narrow = QuantileTableAccuracy.float32(quantile, 20_000);
    assertTrue(narrow.largest() <= (name.startsWith("levy") ? 9 : 3), name + ": " + narrow);
    UlpErrors wide = QuantileTableAccuracy.float64(quantile, 20_000);
    assertTrue(wide.largest() <= 64, name + ": " + wide);
  }

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
    // lower half, octave 31 (only word 0), piece 0: from the inner edge, v = 2^-33 17/16 .. 2^-33
    assertEquals(0x1p-33f * 17 / 16, rows[31 * 16 * 4], 0x1p-56f);
    // lower half, octave 0, piece 15: v = 32/64 .. 31/64
    assertEquals(32 / 64f, rows[15 * 4]);
    assertEquals(-1 / 64f, rows[15 * 4 + 1], 0x1p-25f);
    // upper half, octave 0, piece 0: 1 - v = 17/64 .. 16/64
    assertEquals(47 / 64f, rows[32 * 16 * 4], 0x1p-25f);
    assertEquals(1 / 64f, rows[32 * 16 * 4 + 1], 0x1p-25f);
    assertEquals(5512, QuantileTable.Float64.of((v, c) -> v).coefficients().length);
  }

  @Test
  void anOddFunctionHasHalfATableAndOppositeValues() {
    for (Quantile odd :
        List.of(
            NormalQuantile.STANDARD,
            TruncatedNormalQuantile.quantile(0, 0.5, -1, 1),
            Quantiles.laplace(0, 2),
            Quantiles.cauchy(0, 1),
            Quantiles.logistic(0, 3))) {
      QuantileTable.Float32 table = QuantileTable.Float32.of(odd);
      QuantileTable.Float64 table64 = QuantileTable.Float64.of(odd);
      assertEquals(2048, table.coefficients().length);
      assertEquals(2756, table64.coefficients().length);
      for (int i = 0; i < 10_000; i++) {
        int word = i < 100 ? i : i < 200 ? (1 << 31) - i : Words.word(1, i);
        assertEquals(-table.at(word), table.at(~word));
        long digits = UnitInterval.digits(word, Words.word(2, i));
        assertEquals(-table64.at(digits), table64.at((1L << 53) - 1 - digits));
      }
    }
    assertFalse(QuantileTable.Float32.of(Quantiles.laplace(1, 2)).isOdd());
    assertFalse(QuantileTable.Float64.of(TruncatedNormalQuantile.quantile(0, 1, -1, 2)).isOdd());
  }

  @Test
  void float32CoefficientsLieOnTheirRowsGrid() {
    float[] rows =
        QuantileTable.Float32.of(TruncatedNormalQuantile.quantile(0, 1, -1, 3)).coefficients();
    for (int row = 0; row < rows.length; row += 4) {
      float largest = 0;
      for (int i = row; i < row + 4; i++) {
        largest = Math.max(largest, Math.abs(rows[i]));
      }
      float unit = Math.scalb(1f, Math.getExponent(largest) - 27);
      for (int i = row; i < row + 4; i++) {
        assertEquals(0, Math.abs(Math.IEEEremainder(rows[i], unit)), "row " + row / 4);
      }
    }
  }

  @Test
  void equalDistributionsShareATable() {
    assertSame(table(0, 1, -2, 2), table(3, 0.25, 2.5, 3.5));
    assertSame(table(0, 1, -1 / 0.0, 1 / 0.0), QuantileTable.Float32.standardNormal());
    assertNotSame(table(0, 1, -2, 2), table(0, 1, -2, 3));
    assertSame(
        QuantileTable.Float64.of(TruncatedNormalQuantile.quantile(0, 1, 1, 4)),
        QuantileTable.Float64.of(TruncatedNormalQuantile.quantile(0, 2, 2, 8)));
  }

  @Test
  void onlySoManyTablesAreKept() {
    QuantileTable.Float32 first = table(0, 1, -2, 2);
    for (int i = 1; i < QuantileTable.KEPT; i++) {
      table(0, 1, -2, 2 + i);
    }
    assertSame(first, table(0, 1, -2, 2));
    for (int i = 0; i < QuantileTable.KEPT; i++) {
      table(0, 1, -3, 3 + i);
    }
    assertNotSame(first, table(0, 1, -2, 2));
    assertArrayEquals(first.coefficients(), table(0, 1, -2, 2).coefficients());
  }

  private static QuantileTable.Float32 table(double mean, double std, double low, double high) {
    return QuantileTable.Float32.of(TruncatedNormalQuantile.quantile(mean, std, low, high));
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
    refuses(
        "quantile must change by a finite number from one piece of an octave to the next, but does"
            + " by about",
        (v, c) -> v < 0.3 ? -1e38 : 1e38);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> QuantileTable.Float64.of((v, c) -> v < 0.3 ? -1e308 : 1e308));
    assertTrue(e.getMessage().startsWith("quantile must change by a finite number"));
  }

  /** A quantile function may use the normal's table while another thread makes that. */
  @Test
  void buildingDoesNotWaitForOtherTables() throws Exception {
    Quantile asksForTables =
        (v, c) ->
            v
                + QuantileTable.Float32.of(TruncatedNormalQuantile.quantile(0, 1, -1.25, 1.25))
                    .at(1 << 31);
    CompletableFuture<QuantileTable.Float32> other =
        CompletableFuture.supplyAsync(() -> QuantileTable.Float32.of(asksForTables));
    assertEquals(2048, table(0, 1, -1.5, 1.5).coefficients().length);
    assertEquals(4096, other.get(1, TimeUnit.MINUTES).coefficients().length);
  }

  private static void refuses(String message, Quantile quantile) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> QuantileTable.Float32.of(quantile));
    assertTrue(e.getMessage().startsWith(message), e::getMessage);
  }
}
