package io.tensorinit.random.accuracy;

import io.tensorinit.random.QuantileTable;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Tries the standard normal's tables: float32's on all 2^32 words (folded, as it is odd, to 2^31),
 * float64's on a sample, against {@link NormalReference}. A minute on two cores:
 *
 * <pre>
 *   mvn -q test-compile -pl core
 *   java -cp core/target/classes:core/target/test-classes \
 *       io.tensorinit.random.accuracy.NormalQuantileAccuracy
 * </pre>
 */
public final class NormalQuantileAccuracy {
  private static final long HALF = 1L << 31;

  /** Words that one series of the reference serves: a part of their distance from either end. */
  private static final long PART = 2048;

  /** What one task tries. */
  private static final long SLICE = 1L << 21;

  private static final QuantileTable.Float32 FLOAT32 = QuantileTable.Float32.standardNormal();
  private static final QuantileTable.Float64 FLOAT64 = QuantileTable.Float64.standardNormal();

  private NormalQuantileAccuracy() {}

  /**
   * Runs the program.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.out.printf(
        "java %s %s%n", System.getProperty("java.vm.name"), System.getProperty("java.version"));
    System.out.println("float32, below 2^21:      " + sweep(0, 1 << 21, 1));
    System.out.println("float32, from there to 0: " + sweep(1 << 21, HALF, 1));
    System.out.println("float32, steps back:      " + stepsBack());
    System.out.println("float64, random digits:   " + float64Random(2_000_000));
    System.out.println("float64, all magnitudes:  " + float64Magnitudes(40_000));
  }

  /**
   * Tries float32 on the words of a range of the lower half and on their complements.
   *
   * @param from the first word
   * @param to the word after the last, at most 2^31
   * @param step the stride
   * @return the errors, in ulp of the true quantile
   * @throws AssertionError if a word's and its complement's quantiles are not opposite
   */
  public static UlpErrors sweep(long from, long to, int step) {
    long slice = SLICE / step * step + step;
    return collect(
        LongStream.range(0, (to - from) / slice + 1)
            .parallel()
            .mapToObj(k -> range(from + k * slice, Math.min(to, from + (k + 1) * slice), step)));
  }

  private static UlpErrors range(long from, long to, int step) {
    UlpErrors errors = new UlpErrors();
    long x = from;
    while (x < to) {
      long length = Math.min(x, HALF - 1 - x) / PART + 1;
      long middle = x + length / 2;
      double tail = (middle + 0.5) * 0x1p-32;
      NormalReference.QuantileSeries series =
          new NormalReference.QuantileSeries(
              DoubleDouble.of(tail), DoubleDouble.of(0.5).plus(-tail), FLOAT32.at((int) middle));
      long end = Math.min(to, x + length);
      for (; x < end; x += step) {
        errors.add(float32Error((int) x, series.at((x - middle) * 0x1p-32)), x);
      }
    }
    return errors;
  }

  /** The error of one word of the lower half, in ulp of the true quantile. */
  private static double float32Error(int word, double exact) {
    float z = FLOAT32.at(word);
    if (FLOAT32.at(~word) != -z) {
      throw new AssertionError("not odd at word " + Integer.toHexString(word));
    }
    return (z - exact) / Math.ulp((float) exact);
  }

  /**
   * How often a word's quantile lies below that of the word before it, of all 2^31 folded words.
   */
  private static long stepsBack() {
    return LongStream.range(1, HALF)
        .parallel()
        .filter(x -> FLOAT32.at((int) x) < FLOAT32.at((int) x - 1))
        .count();
  }

  /**
   * Tries float64 on random digits.
   *
   * @param count how many
   * @return the errors
   */
  public static UlpErrors float64Random(int count) {
    return collect(
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> float64Error(UnitInterval.digits(Words.word(1, i), Words.word(2, i)))));
  }

  /**
   * Tries float64 on digits spread evenly over their logarithm, towards both the end and the
   * centre.
   *
   * @param count how many in each direction
   * @return the errors
   */
  public static UlpErrors float64Magnitudes(int count) {
    return collect(
        IntStream.range(0, count)
            .parallel()
            .mapToLong(i -> (long) StrictMath.pow(2, 52.0 * i / count))
            .flatMap(y -> LongStream.of(y - 1, (1L << 52) - y))
            .mapToObj(NormalQuantileAccuracy::float64Error));
  }

  private static UlpErrors float64Error(long digits) {
    long last = (1L << 53) - 1;
    double z = FLOAT64.at(digits);
    if (FLOAT64.at(last - digits) != -z) {
      throw new AssertionError("not odd at digits " + Long.toHexString(digits));
    }
    long near = Math.min(digits, last - digits);
    double tail = (2 * near + 1) * 0x1p-54;
    DoubleDouble centre = DoubleDouble.of(0.5).plus(-tail);
    double error =
        Math.abs(z) > 1
            ? NormalReference.errorOfUpperQuantile(Math.abs(z), DoubleDouble.of(tail))
            : NormalReference.errorOfCentralQuantile(Math.abs(z), centre);
    UlpErrors errors = new UlpErrors();
    errors.add(error / Math.ulp(z), digits);
    return errors;
  }

  private static UlpErrors collect(Stream<UlpErrors> parts) {
    return parts.collect(UlpErrors::new, UlpErrors::add, UlpErrors::add);
  }
}
