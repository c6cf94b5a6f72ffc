package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.random.accuracy.TruncatedNormalAccuracy;
import io.tensorinit.random.accuracy.TruncatedNormalAccuracy.Finding;
import io.tensorinit.random.accuracy.TruncatedNormalAccuracy.Window;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of {@link TruncatedNormalAccuracy}, and the edges. */
class TruncatedNormalQuantileTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double FLOAT32_ULP = 4;
  private static final double FLOAT64_ULP = 8;

  static List<Window> windows() {
    return TruncatedNormalAccuracy.WINDOWS;
  }

  @ParameterizedTest
  @MethodSource("windows")
  void float32KeepsItsAccuracyAndBounds(Window window) {
    assertFinding(FLOAT32_ULP, TruncatedNormalAccuracy.float32(window, 5000));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void float64KeepsItsAccuracyAndBounds(Window window) {
    assertFinding(FLOAT64_ULP, TruncatedNormalAccuracy.float64(window, 2500));
  }

  private static void assertFinding(double ulp, Finding finding) {
    assertAll(
        finding.toString(),
        () -> assertTrue(finding.errors().largest() <= ulp),
        () -> assertEquals(0, finding.outside()),
        () -> assertTrue(finding.atBounds() <= finding.expectedAtBounds() + 3));
  }

  @Test
  void infiniteBoundsGiveTheBitsOfTheNormal() {
    QuantileElement.Float32 law = QuantileElement.Float32.truncatedNormal(0.5, 2, -INF, INF);
    QuantileElement.Float64 law64 = QuantileElement.Float64.truncatedNormal(0.5, 2, -INF, INF);
    QuantileElement.Float32 normal = QuantileElement.Float32.normal(0.5, 2);
    QuantileElement.Float64 normal64 = QuantileElement.Float64.normal(0.5, 2);
    for (int i = 0; i < 100_000; i++) {
      int word = i < 4096 ? i : i < 8192 ? 4096 - i : Words.word(1, i);
      assertEquals(normal.at(word), law.at(word));
      long digits = UnitInterval.digits(word, Words.word(2, i));
      assertEquals(normal64.at(digits), law64.at(digits));
    }
  }

  @Test
  void mirroredWindowsGiveMirroredValues() {
    double[][] windows = {{-2, 2}, {-1, 3}, {2, 4}, {30, INF}};
    for (double[] w : windows) {
      QuantileElement.Float32 law = QuantileElement.Float32.truncatedNormal(0, 1, w[0], w[1]);
      QuantileElement.Float32 mirror = QuantileElement.Float32.truncatedNormal(0, 1, -w[1], -w[0]);
      QuantileElement.Float64 law64 = QuantileElement.Float64.truncatedNormal(0, 1, w[0], w[1]);
      QuantileElement.Float64 mirror64 =
          QuantileElement.Float64.truncatedNormal(0, 1, -w[1], -w[0]);
      for (int i = 0; i < 2000; i++) {
        int word = Words.word(1, i);
        assertEquals(-law.at(word), mirror.at(~word));
        long digits = UnitInterval.digits(word, Words.word(2, i));
        assertEquals(-law64.at(digits), mirror64.at((1L << 53) - 1 - digits));
      }
    }
  }

  @Test
  void equalBoundsAreAConstant() {
    QuantileElement.Float32 law = QuantileElement.Float32.truncatedNormal(0, 1, 0.1, 0.1);
    QuantileElement.Float32 far = QuantileElement.Float32.truncatedNormal(0, 1, 1000, 1000);
    for (int i = 0; i < 1000; i++) {
      assertEquals(0.1f, law.at(Words.word(1, i)));
      assertEquals(1000f, far.at(Words.word(1, i)));
    }
  }

  @Test
  void zerosOfEitherSignAreTheLowerBound() {
    QuantileElement.Float32 law = QuantileElement.Float32.truncatedNormal(0, 1, -0.0, 0.0);
    QuantileElement.Float64 law64 = QuantileElement.Float64.truncatedNormal(0, 1, -0.0, 0.0);
    for (int i = 0; i < 100; i++) {
      assertEquals(-0.0f, law.at(Words.word(1, i)));
      assertEquals(-0.0, law64.at(UnitInterval.digits(Words.word(1, i), 0)));
    }
  }

  @Test
  void boundsThatMeetAfterScalingStayInside() {
    // (low - mean) / std is the same double for both bounds
    QuantileElement.Float32 law = QuantileElement.Float32.truncatedNormal(0, 1e20, 3, 4);
    for (int word : new int[] {0, 1 << 30, 1 << 31, -1}) {
      assertTrue(law.at(word) >= 3 && law.at(word) <= 4);
    }
  }

  @Test
  void meanAndStdMoveAndStretchTheWindow() {
    QuantileElement.Float64 law = QuantileElement.Float64.truncatedNormal(10, 3, 4, 16);
    QuantileElement.Float64 unit = QuantileElement.Float64.truncatedNormal(0, 1, -2, 2);
    for (int i = 0; i < 1000; i++) {
      long digits = UnitInterval.digits(Words.word(1, i), Words.word(2, i));
      assertEquals(Math.fma(unit.at(digits), 3, 10), law.at(digits));
    }
  }

  @Test
  void refusesBadParameters() {
    refuses("mean must be a finite number, but is NaN", Double.NaN, 1, -2, 2);
    refuses("std must be a finite number above 0, but is 0.0", 0, 0, -2, 2);
    refuses("std must be a finite number above 0, but is -1.0", 0, -1, -2, 2);
    refuses("std must be a finite number above 0, but is Infinity", 0, INF, -2, 2);
    refuses("low must not exceed high, but 2.0 > -2.0", 0, 1, 2, -2);
    refuses("high must be a number, but is NaN", 0, 1, 2, Double.NaN);
    refuses("low must be a finite number, but is Infinity", 0, 1, INF, INF);
    refuses(
        "low must lie within 37 standard deviations of the mean, but 5.0 lies 40.0 above"
            + " (mean 1.0, std 0.1)",
        1,
        0.1,
        5,
        6);
    refuses(
        "high must lie within 37 standard deviations of the mean, but -37.5 lies 37.5 below"
            + " (mean 0.0, std 1.0)",
        0,
        1,
        -INF,
        -37.5);
    refuses(
        "mean must lie within float32 (at most 3.4028235e38), but is 1.0E300", 1e300, 1, 0, INF);
  }

  private static void refuses(String message, double mean, double std, double low, double high) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> QuantileElement.Float32.truncatedNormal(mean, std, low, high));
    assertEquals(message, e.getMessage());
  }
}
