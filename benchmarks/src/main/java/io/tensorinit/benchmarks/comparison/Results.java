package io.tensorinit.benchmarks.comparison;

import io.tensorinit.benchmarks.comparison.Training.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What came of all trainings, and whether the bands show that were published.
 *
 * @param outcomes of each initialization, an outcome a seed
 */
record Results(Map<Initialization, List<Outcome>> outcomes) {
  /** How far an accuracy may lie from the 10 percent of a guess and count as one. */
  private static final double OF_CHANCE = 1;

  /** Percentage points by which "well apart" is more than apart. */
  private static final double WELL = 10;

  Results {
    outcomes = Map.copyOf(outcomes);
  }

  /**
   * How the trainings of one initialization went.
   *
   * @param initialization the initialization
   * @return an outcome a seed
   */
  List<Outcome> of(Initialization initialization) {
    return Objects.requireNonNull(outcomes.get(initialization), initialization::label);
  }

  /**
   * A figure of all seeds.
   *
   * @param of the initialization
   * @param figure which figure
   * @return mean, spread, least and greatest
   */
  Figure figure(Initialization of, ToDoubleFunction<Outcome> figure) {
    return Figure.of(of(of).stream().mapToDouble(figure).toArray());
  }

  /**
   * Whether each band shows, in the published accuracy: that with dropout at work.
   *
   * @return a finding a band
   */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Initialization constant : List.of(Initialization.ZEROS, Initialization.ONES)) {
      Figure it = accuracy(constant);
      findings.add(
          new Finding(
              it.least() >= 10 - OF_CHANCE && it.greatest() <= 10 + OF_CHANCE,
              constant.label() + " is at chance, 10 % to within one point, under every seed"));
    }
    findings.add(above(Initialization.UNIFORM, Initialization.ZEROS, WELL));
    findings.add(above(Initialization.UNIFORM, Initialization.ONES, WELL));
    findings.add(above(Initialization.CENTERED, Initialization.UNIFORM, WELL));
    findings.add(above(Initialization.RULE, Initialization.CENTERED, 0));
    findings.add(above(Initialization.NORMAL, Initialization.CENTERED, 0));
    Figure rule = accuracy(Initialization.RULE);
    Figure normal = accuracy(Initialization.NORMAL);
    findings.add(
        new Finding(
            rule.greatest() >= normal.least() && normal.greatest() >= rule.least(),
            "the rule and the normal cannot be told apart: their ranges overlap"));
    return findings;
  }

  private Figure accuracy(Initialization of) {
    return figure(of, Outcome::accuracyWithDropout);
  }

  private Finding above(Initialization upper, Initialization lower, double by) {
    boolean holds = accuracy(upper).least() - accuracy(lower).greatest() > by;
    String how = by > 0 ? " lies more than " + (int) by + " points above " : " lies above ";
    return new Finding(
        holds, upper.label() + how + lower.label() + ", its worst seed above the other's best");
  }

  /**
   * A figure over all seeds.
   *
   * @param mean the mean
   * @param spread the standard deviation of one seed, from the sample
   * @param least the least
   * @param greatest the greatest
   */
  record Figure(double mean, double spread, double least, double greatest) {
    static Figure of(double... values) {
      double sum = 0;
      double least = values[0];
      double greatest = values[0];
      for (double value : values) {
        sum += value;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
      double mean = sum / values.length;
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      double spread = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
      return new Figure(mean, spread, least, greatest);
    }
  }

  /**
   * Something that was expected.
   *
   * @param holds whether it is so
   * @param statement what was expected
   */
  record Finding(boolean holds, String statement) {}
}
