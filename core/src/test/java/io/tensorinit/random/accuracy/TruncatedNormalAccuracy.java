package io.tensorinit.random.accuracy;

import io.tensorinit.random.NormalWindow;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Tries the truncated normal on a sample of words, the outermost ones always among them, in narrow,
 * wide, far and one-sided windows, against {@link NormalReference}.
 *
 * <pre>
 *   java -cp core/target/classes:core/target/test-classes \
 *       io.tensorinit.random.accuracy.TruncatedNormalAccuracy
 * </pre>
 */
public final class TruncatedNormalAccuracy {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** How many of the outermost words at each end belong to every sample. */
  private static final int OUTERMOST = 64;

  /**
   * A window, in standard deviations.
   *
   * @param low its lower end
   * @param high its upper end
   */
  public record Window(double low, double high) {}

  /**
   * What was found in a window.
   *
   * @param window the window
   * @param errors errors in ulp of max(|z|, 1)
   * @param outside how many values lay outside of the bounds
   * @param atBounds how many values of random words equalled a bound
   * @param expectedAtBounds how many would if a bound drew all values within 4 ulp of it
   */
  public record Finding(
      Window window, UlpErrors errors, long outside, long atBounds, double expectedAtBounds) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "[%s, %s]: %s; outside %d, at the bounds %d (4 ulp: %.1f)",
          window.low,
          window.high,
          errors,
          outside,
          atBounds,
          expectedAtBounds);
    }
  }

  /** The windows tried: those of the law's evidence, far, narrow and one-sided ones. */
  public static final List<Window> WINDOWS =
      List.of(
          new Window(-INF, INF),
          new Window(-100, 100),
          new Window(-2, 2),
          new Window(-5, 5),
          new Window(-1, 3),
          new Window(-0.5, 2.5),
          new Window(-1e-6, 5),
          new Window(-8, 0.01),
          new Window(-1e-3, 1e-3),
          new Window(5, 6),
          new Window(-9, -8),
          new Window(0, INF),
          new Window(-INF, -0.5),
          new Window(0, 0.001),
          new Window(1, 1.001),
          new Window(-3.001, -3),
          new Window(8, 8.001),
          new Window(3, 40),
          new Window(7.2, 7.3),
          new Window(20, 21),
          new Window(-36, -35),
          new Window(35.9999, 36),
          new Window(2, INF),
          new Window(-INF, -6),
          new Window(30, INF),
          new Window(36, INF));

  private TruncatedNormalAccuracy() {}

  /**
   * Runs the program.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.out.println("float32, 200000 words a window, ulp of max(|z|, 1)");
    WINDOWS.forEach(w -> System.out.println("  " + float32(w, 200_000)));
    System.out.println("float64, 100000 digits a window, ulp of max(|z|, 1)");
    WINDOWS.forEach(w -> System.out.println("  " + float64(w, 100_000)));
  }

  /**
   * Tries float32 in a window.
   *
   * @param window the window
   * @param count how many words
   * @return what was found
   */
  public static Finding float32(Window window, int count) {
    QuantileElement.Float32 law =
        QuantileElement.Float32.truncatedNormal(0, 1, window.low, window.high);
    float low = (float) window.low;
    float high = (float) window.high;
    Reference reference = new Reference(window);
    UlpErrors errors =
        sample(count, 1L << 32)
            .mapToObj(
                x -> {
                  float z = law.at((int) x);
                  double error = reference.error(z, x, 1L << 32);
                  return error(error / Math.ulp(Math.max(Math.abs(z), 1f)), x);
                })
            .collect(UlpErrors::new, UlpErrors::add, UlpErrors::add);
    return new Finding(
        window,
        errors,
        count(count, 1L << 32, x -> !(law.at((int) x) >= low && law.at((int) x) <= high)),
        count(count, 1L << 32, x -> law.at((int) x) == low || law.at((int) x) == high),
        count * reference.shareNearBounds(Math.ulp(low), Math.ulp(high)));
  }

  /**
   * Tries float64 in a window.
   *
   * @param window the window
   * @param count how many digits
   * @return what was found
   */
  public static Finding float64(Window window, int count) {
    QuantileElement.Float64 law =
        QuantileElement.Float64.truncatedNormal(0, 1, window.low, window.high);
    Reference reference = new Reference(window);
    long all = 1L << UnitInterval.DIGITS;
    UlpErrors errors =
        sample(count, all)
            .mapToObj(
                digits -> {
                  double z = law.at(digits);
                  double error = reference.error(z, digits, all);
                  return error(error / Math.ulp(Math.max(Math.abs(z), 1)), digits);
                })
            .collect(UlpErrors::new, UlpErrors::add, UlpErrors::add);
    return new Finding(
        window,
        errors,
        count(count, all, d -> !(law.at(d) >= window.low && law.at(d) <= window.high)),
        count(count, all, d -> law.at(d) == window.low || law.at(d) == window.high),
        count * reference.shareNearBounds(Math.ulp(window.low), Math.ulp(window.high)));
  }

  private static UlpErrors error(double ulp, double where) {
    UlpErrors errors = new UlpErrors();
    errors.add(ulp, where);
    return errors;
  }

  private static long count(int count, long all, LongPredicate predicate) {
    return random(count, all).filter(predicate).count();
  }

  /** Random numbers of [0, all), all a power of two. */
  private static LongStream random(int count, long all) {
    int shift = UnitInterval.DIGITS - Long.numberOfTrailingZeros(all);
    return IntStream.range(0, count)
        .parallel()
        .mapToLong(i -> UnitInterval.digits(Words.word(1, i), Words.word(2, i)) >>> shift);
  }

  /** Random numbers of [0, all), and the outermost ones of both ends. */
  private static LongStream sample(int count, long all) {
    LongStream ends = LongStream.range(0, OUTERMOST).flatMap(i -> LongStream.of(i, all - 1 - i));
    return LongStream.concat(random(count, all), ends).parallel();
  }

  /** The window's exact quantiles. */
  private static final class Reference {
    private final Window window;
    private final DoubleDouble below;
    private final DoubleDouble above;
    private final DoubleDouble fromLow;
    private final DoubleDouble toHigh;
    private final DoubleDouble centreLow;
    private final DoubleDouble centreHigh;

    Reference(Window window) {
      this.window = window;
      this.below = NormalReference.upperTail(-window.low);
      this.above = NormalReference.upperTail(window.high);
      this.fromLow = NormalReference.upperTail(window.low);
      this.toHigh = NormalReference.upperTail(-window.high);
      this.centreLow = DoubleDouble.of(0.5).minus(below).negated();
      this.centreHigh = DoubleDouble.of(0.5).minus(above);
    }

    /** The signed error of z as the quantile of number {@code k} of {@code all}. */
    double error(double z, long k, long all) {
      DoubleDouble v = DoubleDouble.of(k).plus(0.5).over(DoubleDouble.of(all));
      DoubleDouble u = DoubleDouble.of(all - 1 - k).plus(0.5).over(DoubleDouble.of(all));
      if (z > 1 || window.low > 0) {
        return NormalReference.errorOfUpperQuantile(z, fromLow.times(u).plus(above.times(v)));
      }
      if (z < -1 || window.high < 0) {
        return -NormalReference.errorOfUpperQuantile(-z, toHigh.times(v).plus(below.times(u)));
      }
      return NormalReference.errorOfCentralQuantile(
          z, centreLow.times(u).plus(centreHigh.times(v)));
    }

    /** The share of the distribution within 4 steps of either bound. */
    double shareNearBounds(double stepLow, double stepHigh) {
      double near = massOfStep(window.low, stepLow) + massOfStep(window.high, stepHigh);
      return 4 * near / NormalWindow.of(window.low, window.high).mass();
    }

    private static double massOfStep(double bound, double step) {
      return Double.isInfinite(bound) ? 0 : NormalReference.density(bound).high() * step;
    }
  }
}
