package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongToDoubleFunction;

/**
 * A distribution of whole numbers, of a {@link Family}. Any shape; one 32-bit word an element in
 * every dtype, so outcomes rarer than 2^-33 do not occur.
 *
 * <p>Source: N. L. Johnson, A. W. Kemp, S. Kotz (2005), Univariate Discrete Distributions, chapters
 * 3 to 7.
 *
 * @param family the distribution
 * @param parameters its parameters, in the order of {@link Family#parameterNames}
 */
public record Counts(Family family, List<Double> parameters) implements Initializer {
  private static final int MOST_OUTCOMES = 20_000;

  /** Relative to the most frequent outcome; far below what a 32-bit word resolves. */
  private static final double NEGLIGIBLE = 0x1p-60;

  /** The distributions that have a name; {@link Binomial} is another. */
  public enum Family {
    /** 1 with probability p, else 0. */
    BERNOULLI(p -> bernoulli(p.get(0)), "p"),
    /** Poisson: k with probability mean^k exp(-mean) / k!. */
    POISSON(p -> poisson(p.get(0)), "mean"),
    /** Failures before the first success: k with probability p (1 - p)^k. */
    GEOMETRIC(p -> negativeBinomial(1, p.get(0)), "p"),
    /** Failures before the n-th success. */
    NEGATIVE_BINOMIAL(p -> negativeBinomial(p.get(0), p.get(1)), "n", "p"),
    /** Every whole number from low to high alike. */
    DISCRETE_UNIFORM(p -> uniform(p.get(0), p.get(1)), "low", "high"),
    /** Marked ones among so many drawn from a total without putting back. */
    HYPERGEOMETRIC(p -> hypergeometric(p.get(0), p.get(1), p.get(2)), "draws", "marked", "total");

    private final Function<List<Double>, Law> law;
    private final List<String> parameterNames;

    Family(Function<List<Double>, Law> law, String... parameterNames) {
      this.law = law;
      this.parameterNames = List.of(parameterNames);
    }

    /**
     * The name in manifests.
     *
     * @return for example {@code poisson}
     */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The names of the parameters.
     *
     * @return the names, in order
     */
    public List<String> parameterNames() {
      return parameterNames;
    }
  }

  /**
   * Outcomes and how their probabilities go on.
   *
   * @param first the least outcome
   * @param last the largest, or {@link Long#MAX_VALUE}
   * @param mode a most frequent one
   * @param ratio P(k + 1) / P(k)
   */
  private record Law(long first, long last, long mode, LongToDoubleFunction ratio) {
    DiscreteFill fill(String name) {
      List<Double> below = new ArrayList<>();
      double weight = 1;
      long k = mode;
      while (k > first && weight > NEGLIGIBLE && below.size() < MOST_OUTCOMES) {
        k--;
        weight /= ratio.applyAsDouble(k);
        below.add(weight);
      }
      List<Double> values = new ArrayList<>();
      List<Double> weights = new ArrayList<>();
      for (int i = below.size(); i > 0; i--) {
        values.add((double) (mode - i));
        weights.add(below.get(i - 1));
      }
      weight = 1;
      k = mode;
      while (weight > NEGLIGIBLE && weights.size() <= MOST_OUTCOMES) {
        values.add((double) k);
        weights.add(weight);
        if (k == last) {
          break;
        }
        weight *= ratio.applyAsDouble(k);
        k++;
      }
      if (weights.size() > MOST_OUTCOMES) {
        throw new IllegalArgumentException(
            "the outcomes of "
                + name
                + " that are not negligible must be at most "
                + MOST_OUTCOMES);
      }
      double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
      return new DiscreteFill(values, weights.stream().map(w -> w / sum).toList());
    }
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if they are too many or too few, one lies outside its range,
   *     or there are more than 20,000 outcomes that are not negligible
   */
  public Counts {
    parameters = List.copyOf(parameters);
    if (parameters.size() != family.parameterNames().size()) {
      throw new IllegalArgumentException(
          family.key() + " takes " + family.parameterNames() + ", was " + parameters);
    }
    fill(family, parameters);
  }

  /**
   * A distribution.
   *
   * @param family the distribution
   * @param parameters its parameters
   * @return the initializer
   * @throws IllegalArgumentException as the constructor
   */
  public static Counts of(Family family, double... parameters) {
    return new Counts(family, Arrays.stream(parameters).boxed().toList());
  }

  private static DiscreteFill fill(Family family, List<Double> parameters) {
    return family.law.apply(parameters).fill(family.key() + parameters);
  }

  private static Law bernoulli(double p) {
    Require.probability("p", p);
    if (p == 0 || p == 1) {
      return new Law((long) p, (long) p, (long) p, k -> 0);
    }
    return new Law(0, 1, p > 0.5 ? 1 : 0, k -> p / (1 - p));
  }

  private static Law poisson(double mean) {
    Require.notNegative("mean", mean);
    return new Law(0, Long.MAX_VALUE, (long) mean, k -> mean / (k + 1));
  }

  private static Law negativeBinomial(double n, double p) {
    Require.positive("n", n);
    Require.probability("p", p);
    if (p == 0) {
      throw new IllegalArgumentException("p must be above 0, was 0.0");
    }
    long mode = n > 1 ? (long) Math.min((n - 1) * (1 - p) / p, 1e15) : 0;
    return new Law(0, Long.MAX_VALUE, mode, k -> (k + n) / (k + 1) * (1 - p));
  }

  private static Law uniform(double low, double high) {
    whole("low", low);
    whole("high", high);
    Require.ascending("discrete uniform", low, high);
    return new Law((long) low, (long) high, (long) low, k -> 1);
  }

  private static Law hypergeometric(double draws, double marked, double total) {
    whole("draws", Require.notNegative("draws", draws));
    whole("marked", Require.notNegative("marked", marked));
    whole("total", total);
    Require.ascending("draws of hypergeometric", draws, total);
    Require.ascending("marked of hypergeometric", marked, total);
    long first = (long) Math.max(0, draws + marked - total);
    long last = (long) Math.min(draws, marked);
    long mode = (long) ((draws + 1) * (marked + 1) / (total + 2));
    return new Law(
        first,
        last,
        Math.max(first, Math.min(last, mode)),
        k -> (marked - k) * (draws - k) / ((k + 1) * (total - marked - draws + k + 1)));
  }

  private static void whole(String name, double value) {
    if (value != Math.rint(value) || Math.abs(value) > 1e15) {
      throw new IllegalArgumentException(name + " must be a whole number, was " + value);
    }
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return fill(family, parameters);
  }
}
