package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.random.accuracy.DoubleDouble;
import io.tensorinit.random.accuracy.NormalReference;
import org.junit.jupiter.api.Test;

class NormalWindowTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void massAndMomentsAreThoseOfMpmath() {
    for (String[] row : KnownAnswers.rows("normal-window")) {
      double low = Double.parseDouble(row[0]);
      double high = Double.parseDouble(row[1]);
      NormalWindow window = NormalWindow.of(low, high);
      String place = "[" + row[0] + ", " + row[1] + "]";
      assertClose(Double.parseDouble(row[2]), window.mass(), 2e-15, place + " mass");
      double mean = Double.parseDouble(row[3]);
      assertEquals(mean, window.mean(), 1e-15 * Math.max(1, Math.abs(mean)), place + " mean");
      assertClose(Double.parseDouble(row[4]), window.variance(), 1e-14, place + " variance");
    }
  }

  @Test
  void theTailIsExactOutToThirtySevenSigma() {
    for (int i = 0; i <= 3700; i += 3) {
      double x = i * 0.01;
      double exact = NormalReference.upperTail(x).high();
      assertClose(exact, NormalWindow.of(x, INF).mass(), 2e-15, "above " + x);
      assertClose(exact, NormalWindow.of(-INF, -x).mass(), 2e-15, "below " + -x);
    }
  }

  @Test
  void narrowWindowsKeepTheirDigits() {
    for (double low : new double[] {-20, -3, -0.7, 0.3, 1, 6, 33}) {
      for (double width = 1e-9; width < 2; width *= 7) {
        double high = low + width;
        DoubleDouble exact =
            low < 0
                ? NormalReference.upperTail(-high).minus(NormalReference.upperTail(-low))
                : NormalReference.upperTail(low).minus(NormalReference.upperTail(high));
        assertClose(exact.high(), NormalWindow.of(low, high).mass(), 3e-15, low + " + " + width);
      }
    }
  }

  @Test
  void theWholeLineIsExact() {
    assertEquals(1.0, NormalWindow.of(-INF, INF).mass());
    assertEquals(0.5, NormalWindow.massFromCentre(INF));
    assertEquals(Math.scalb(1.0, 5), NormalWindow.mass(-INF, INF, 5));
  }

  @Test
  void aPointHasNoMassAndNoVariance() {
    assertEquals(new NormalWindow(2, 2, 2, 0), NormalWindow.of(2, 2));
    assertEquals(0.0, NormalWindow.of(2, 2).mass());
  }

  @Test
  void refusesWhatIsNoWindow() {
    refuses("low must not exceed high, but 2.0 > 1.0", 2, 1);
    refuses("low must be a number, but is NaN", Double.NaN, 1);
    refuses(
        "the window must reach to within 37 standard deviations of the mean, but is 38.0 .. 40.0",
        38,
        40);
  }

  private static void refuses(String message, double low, double high) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> NormalWindow.of(low, high));
    assertEquals(message, e.getMessage());
  }

  private static void assertClose(double expected, double actual, double relative, String what) {
    assertEquals(expected, actual, relative * Math.abs(expected), what);
  }
}
