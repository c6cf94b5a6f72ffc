package io.tensorinit.random.accuracy;

import io.tensorinit.function.Quantile;
import io.tensorinit.random.BetaFamily;
import io.tensorinit.random.ClosedForms;
import io.tensorinit.random.GammaFamily;
import io.tensorinit.random.NormalQuantile;
import io.tensorinit.random.QuantileTable;
import io.tensorinit.random.Quantiles;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Tries the quantile tables on random words and on words of all magnitudes, against the quantile
 * function itself in double.
 *
 * <pre>
 *   java -cp core/target/classes:core/target/test-classes \
 *       io.tensorinit.random.accuracy.QuantileTableAccuracy
 * </pre>
 */
public final class QuantileTableAccuracy {
  private static final int WORDS_AN_OCTAVE = 64;

  private QuantileTableAccuracy() {}

  /**
   * Runs the program.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    distributions().forEach(QuantileTableAccuracy::print);
    more().forEach(QuantileTableAccuracy::print);
    // beyond what is promised to be close: it grows by a tenth within a piece
    print("logNormal(0, 3)", Quantiles.logNormal(0, 3));
    // a kink at the peak, within a piece
    print("triangular(-1, 2, 0)", ClosedForms.triangular(-1, 2, 0));
  }

  private static void print(String name, Quantile quantile) {
    System.out.println(name);
    System.out.println("  float32: " + float32(quantile, 1_000_000));
    System.out.println("  float64: " + float64(quantile, 1_000_000));
  }

  /**
   * The distributions tried: all built-in ones, and the normal.
   *
   * @return quantile functions by name
   */
  public static Map<String, Quantile> distributions() {
    Map<String, Quantile> all = new LinkedHashMap<>();
    all.put("normal", NormalQuantile.STANDARD);
    all.put("logUniform(1e-3, 1e-1)", Quantiles.logUniform(1e-3, 1e-1));
    all.put("logNormal(0, 1)", Quantiles.logNormal(0, 1));
    all.put("halfNormal(1)", Quantiles.halfNormal(1));
    all.put("exponential(1)", Quantiles.exponential(1));
    all.put("laplace(0, 1)", Quantiles.laplace(0, 1));
    all.put("cauchy(0, 1)", Quantiles.cauchy(0, 1));
    all.put("logistic(0, 1)", Quantiles.logistic(0, 1));
    all.put("gumbel(0, 1)", Quantiles.gumbel(0, 1));
    all.put("weibull(1.5, 2)", Quantiles.weibull(1.5, 2));
    all.put("rayleigh(1)", Quantiles.rayleigh(1));
    all.put("pareto(3, 1)", Quantiles.pareto(3, 1));
    return all;
  }

  /**
   * The gamma and beta families, whose quantiles are themselves within some 1e-14 only, and others
   * that were added with them.
   *
   * @return quantile functions by name
   */
  public static Map<String, Quantile> more() {
    Map<String, Quantile> all = new LinkedHashMap<>();
    all.put("gamma(0.5, 1)", GammaFamily.gamma(0.5, 1));
    all.put("gamma(2, 1)", GammaFamily.gamma(2, 1));
    all.put("gamma(50, 1)", GammaFamily.gamma(50, 1));
    all.put("inverseGamma(3, 1)", GammaFamily.inverseGamma(3, 1));
    all.put("chi(3)", GammaFamily.chi(3));
    all.put("nakagami(2, 1)", GammaFamily.nakagami(2, 1));
    all.put("beta(2, 5)", BetaFamily.beta(2, 5));
    all.put("beta(0.5, 0.5)", BetaFamily.beta(0.5, 0.5));
    all.put("betaPrime(2, 3)", BetaFamily.betaPrime(2, 3));
    all.put("studentT(4, 0, 1)", BetaFamily.studentT(4, 0, 1));
    all.put("ratioF(4, 9)", BetaFamily.ratioF(4, 9));
    all.put("arcsine(-1, 1)", ClosedForms.arcsine(-1, 1));
    all.put("kumaraswamy(2, 3)", ClosedForms.kumaraswamy(2, 3));
    all.put("power(3, 1)", ClosedForms.power(3, 1));
    all.put("frechet(3, 1)", ClosedForms.frechet(3, 1));
    all.put("logLogistic(3, 1)", ClosedForms.logLogistic(3, 1));
    all.put("levy(0, 1)", ClosedForms.levy(0, 1));
    all.put("gompertz(1, 1)", ClosedForms.gompertz(1, 1));
    all.put("gumbelOfMinima(0, 1)", ClosedForms.gumbelOfMinima(0, 1));
    all.put("hyperbolicSecant(0, 1)", ClosedForms.hyperbolicSecant(0, 1));
    return all;
  }

  /**
   * Tries the float32 table.
   *
   * @param quantile the quantile function
   * @param count how many random words
   * @return errors in ulp of the larger of the value and a quarter of the interquartile range
   */
  public static UlpErrors float32(Quantile quantile, int count) {
    QuantileTable.Float32 table = QuantileTable.Float32.of(quantile);
    double floor = floor(quantile);
    return sample(count, 32)
        .mapToObj(
            x -> {
              double exact = quantile.at((x + 0.5) * 0x1p-32, (0xFFFFFFFFL - x + 0.5) * 0x1p-32);
              UlpErrors errors = new UlpErrors();
              float ulp = Math.ulp((float) Math.max(Math.abs(exact), floor));
              errors.add((table.at((int) x) - exact) / ulp, x);
              return errors;
            })
        .collect(UlpErrors::new, UlpErrors::add, UlpErrors::add);
  }

  /**
   * Tries the float64 table.
   *
   * @param quantile the quantile function
   * @param count how many random digits
   * @return errors in ulp of the larger of the value and a quarter of the interquartile range
   */
  public static UlpErrors float64(Quantile quantile, int count) {
    QuantileTable.Float64 table = QuantileTable.Float64.of(quantile);
    double floor = floor(quantile);
    long last = (1L << UnitInterval.DIGITS) - 1;
    return sample(count, UnitInterval.DIGITS)
        .mapToObj(
            z -> {
              // 2 z + 1 needs 54 bits: the larger of the two probabilities is rounded
              double exact = quantile.at((2 * z + 1) * 0x1p-54, (2 * (last - z) + 1) * 0x1p-54);
              UlpErrors errors = new UlpErrors();
              errors.add((table.at(z) - exact) / Math.ulp(Math.max(Math.abs(exact), floor)), z);
              return errors;
            })
        .collect(UlpErrors::new, UlpErrors::add, UlpErrors::add);
  }

  /** Below this size errors are judged absolutely: a quarter of the interquartile range. */
  private static double floor(Quantile quantile) {
    return (quantile.at(0.75, 0.25) - quantile.at(0.25, 0.75)) / 4;
  }

  /** Random numbers of the given width, and random ones of every octave towards both ends. */
  private static LongStream sample(int count, int bits) {
    LongStream random = IntStream.range(0, count).mapToLong(i -> random(i, bits));
    LongStream octaves =
        IntStream.range(0, WORDS_AN_OCTAVE * bits)
            .mapToLong(i -> random(count + i, bits) >>> (i / WORDS_AN_OCTAVE))
            .flatMap(x -> LongStream.of(x, (1L << bits) - 1 - x));
    return LongStream.concat(random, octaves).parallel();
  }

  private static long random(int i, int bits) {
    return UnitInterval.digits(Words.word(1, i), Words.word(2, i)) >>> (UnitInterval.DIGITS - bits);
  }
}
