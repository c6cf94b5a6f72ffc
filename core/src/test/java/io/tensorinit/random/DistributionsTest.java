package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.function.Quantile;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.spec.Continuous;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Refusals;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The gamma and beta families, and what else has a closed form. */
class DistributionsTest {
  @Test
  void areThoseOfMpmathInBothTails() {
    for (String[] row : KnownAnswers.rows("distributions")) {
      Quantile quantile = quantile(row[0], parameters(row[1]));
      double expected = Double.parseDouble(row[4]);
      double actual = quantile.at(Double.parseDouble(row[2]), Double.parseDouble(row[3]));
      assertEquals(expected, actual, 2e-14 * Math.abs(expected) + 1e-16, String.join(" ", row));
    }
  }

  @Test
  void everyFamilyHasKnownAnswers() {
    Set<String> known =
        KnownAnswers.rows("distributions").stream()
            .map(row -> row[0])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> others =
        Set.of( // in QuantilesTest and SpecLoweringTest
            "log_uniform",
            "log_normal",
            "half_normal",
            "exponential",
            "laplace",
            "cauchy",
            "logistic",
            "gumbel",
            "weibull",
            "rayleigh",
            "pareto",
            "log_of_uniform",
            "inverse_softplus_of_log_uniform");
    known.addAll(others);
    assertEquals(
        Arrays.stream(Continuous.Family.values())
            .map(Continuous.Family::key)
            .collect(Collectors.toCollection(TreeSet::new)),
        known);
  }

  /** For large and small shapes. */
  @Test
  void ascendFromTailToTail() {
    for (double shape : new double[] {0.05, 0.3, 1, 3, 19.9, 20.1, 1000, 100_000}) {
      for (Quantile quantile :
          List.of(
              GammaFamily.gamma(shape, 1),
              BetaFamily.beta(shape, 2),
              BetaFamily.beta(0.5, shape),
              BetaFamily.studentT(shape, 0, 1))) {
        double last = Double.NEGATIVE_INFINITY;
        for (int k = -54; k <= 54; k++) {
          double tail = Math.scalb(0.5, -Math.abs(k));
          double value = k < 0 ? quantile.at(tail, 1 - tail) : quantile.at(1 - tail, tail);
          assertTrue(Double.isFinite(value), shape + " at " + k);
          assertTrue(value >= last, shape + " at " + k + ": " + last + " > " + value);
          last = value;
        }
      }
    }
  }

  @Test
  void refuseBadParameters() {
    Refusals.assertRefused(
        "shape must be a finite number above 0, but is 0.0", () -> GammaFamily.gamma(0, 1));
    Refusals.assertRefused(
        "shape must be at most 100000, but is 200000.0", () -> GammaFamily.gamma(2e5, 1));
    Refusals.assertRefused(
        "degrees must be at most 200000, but is 200001.0", () -> GammaFamily.chiSquare(200_001));
    Refusals.assertRefused(
        "b must be a finite number above 0, but is -1.0", () -> BetaFamily.beta(1, -1));
    Refusals.assertRefused(
        "denominator must be at most 200000, but is 1.0E9", () -> BetaFamily.ratioF(1, 1e9));
    Refusals.assertRefused(
        "degrees must be a finite number above 0, but is NaN",
        () -> BetaFamily.studentT(Double.NaN, 0, 1));
    Refusals.assertRefused(
        "peak must not exceed high, but 3.0 > 2.0", () -> ClosedForms.triangular(0, 2, 3));
    Refusals.assertRefused(
        "high - low must be a finite number, 0 or above, but is -1.0",
        () -> ClosedForms.arcsine(1, 0));
  }

  private static double[] parameters(String joined) {
    return Arrays.stream(joined.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static Quantile quantile(String name, double... parameters) {
    Continuous.Family family = Continuous.Family.valueOf(name.toUpperCase(Locale.ROOT));
    return ((QuantileFill) Continuous.of(family, parameters).lower(Shape.scalar(), Layout.OUT_IN))
        .quantile();
  }
}
