package io.tensorinit.random.accuracy;

import io.tensorinit.random.NormalQuantile;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Tries the normal quantile: the float32 one on all 2^32 words (folded, as it is odd, to 2^31),
 * against the float64 one, which shares no coefficient with it; the float64 one on a sample,
 * against {@link NormalReference}. A few minutes on two cores:
 *
 * <pre>
 *   mvn -q test-compile -pl core
 *   java -cp core/target/classes:core/target/test-classes \
 *       io.tensorinit.random.accuracy.NormalQuantileAccuracy
 * </pre>
 */
public final class NormalQuantileAccuracy {
  /** Folded words from here on take the centre's formula in float32. */
  public static final int FIRST_CENTRE_WORD = 1 << 21;

  private static final int SLICES = 1 << 10;

  private NormalQuantileAccuracy() {}

  /**
   * Runs the program.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.out.printf(
        "java %s %s%n", System.getProperty("java.vm.name"), System.getProperty("java.version"));
    System.out.println("float32, tail, every word:   " + sweep(0, FIRST_CENTRE_WORD, 1));
    System.out.println("float32, centre, every word: " + sweep(FIRST_CENTRE_WORD, 1L << 31, 1));
    System.out.println("float64, random digits:      " + float64Random(2_000_000));
    System.out.println("float64, all magnitudes:     " + float64Magnitudes(40_000));
  }

  /**
   * Tries float32 on the folded words of a range and on their complements.
   *
   * @param from the first word
   * @param to the word after the last, at most 2^31
   * @param step the stride
   * @return the errors
   * @throws AssertionError if a word's and its complement's quantiles are not opposite
   */
  public static UlpErrors sweep(long from, long to, int step) {
    long width = (to - from + SLICES - 1) / SLICES;
    width = (width + step - 1) / step * step;
    long slice = width;
    return collect(
        LongStream.range(0, SLICES)
            .parallel()
            .mapToObj(k -> range(from + k * slice, Math.min(to, from + (k + 1) * slice), step)));
  }

  private static UlpErrors range(long from, long to, int step) {
    UlpErrors errors = new UlpErrors();
    for (long x = from; x < to; x += step) {
      errors.add(float32Error((int) x), x);
    }
    return errors;
  }

  /** The error of one word of the lower half, in ulp of the true quantile. */
  private static double float32Error(int word) {
    float z = NormalQuantile.float32(word);
    if (NormalQuantile.float32(~word) != -z) {
      throw new AssertionError("not odd at word " + Integer.toHexString(word));
    }
    double v = (word + 0.5) * 0x1p-32;
    double exact = NormalQuantile.at(v, (0xFFFFFFFFL - word + 0.5) * 0x1p-32);
    return (z - exact) / Math.ulp((float) exact);
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
    double z = NormalQuantile.float64(digits);
    if (NormalQuantile.float64(last - digits) != -z) {
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
