package io.tensorinit.random.accuracy;

import io.tensorinit.random.Logarithm;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Tries the logarithms against {@link DoubleDouble#log}: the float32 one on every float of two
 * octaves around 1, the float64 one on a sample.
 *
 * <pre>
 *   java -cp core/target/classes:core/target/test-classes \
 *       io.tensorinit.random.accuracy.LogarithmAccuracy
 * </pre>
 */
public final class LogarithmAccuracy {
  private LogarithmAccuracy() {}

  /**
   * Runs the program.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    System.out.println("log2, float32, every float of [1/2, 2): " + log2(1));
    System.out.println("log, float64, [1/2, 2) and 2^-1000..1:  " + log(1_000_000));
  }

  /**
   * Tries the float32 logarithm on the floats of [1/2, 2).
   *
   * @param step stride in floats
   * @return the errors, in ulp of the result
   */
  public static UlpErrors log2(int step) {
    int from = Float.floatToRawIntBits(0.5f);
    int to = Float.floatToRawIntBits(2f);
    return IntStream.range(0, (to - from) / step)
        .parallel()
        .map(i -> from + i * step)
        .mapToObj(LogarithmAccuracy::log2Error)
        .collect(UlpErrors::new, UlpErrors::add, UlpErrors::add);
  }

  private static UlpErrors log2Error(int bits) {
    float a = Float.intBitsToFloat(bits);
    float result = Logarithm.log2(a, 0);
    // In double fdlibm's logarithm is far more exact than a float32 needs.
    double exact = StrictMath.log(a) / StrictMath.log(2);
    UlpErrors errors = new UlpErrors();
    errors.add((result - exact) / Math.ulp((float) exact), a);
    return errors;
  }

  /**
   * Tries the float64 logarithm on random numbers of [1/2, 2) and of [2^-1000, 1].
   *
   * @param count how many of each
   * @return the errors, in ulp of the result
   */
  public static UlpErrors log(int count) {
    return LongStream.range(0, count)
        .parallel()
        .mapToDouble(
            i -> UnitInterval.float64(UnitInterval.digits(Words.word(1, i), Words.word(2, i))))
        .flatMap(u -> DoubleStream.of(0.5 + 1.5 * u, Math.scalb(1 + u, (int) (-1000 * u))))
        .mapToObj(LogarithmAccuracy::logError)
        .collect(UlpErrors::new, UlpErrors::add, UlpErrors::add);
  }

  private static UlpErrors logError(double a) {
    double result = Logarithm.log(a, 0);
    DoubleDouble exact = DoubleDouble.of(a).log();
    double error = DoubleDouble.of(result).minus(exact).high();
    UlpErrors errors = new UlpErrors();
    errors.add(error / Math.ulp(exact.high()), a);
    return errors;
  }
}
