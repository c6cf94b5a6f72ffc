package io.tensorinit.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Refusals;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountsTest {
  /** SciPy 1.17: scipy.stats.NAME.pmf(k, ...), printed with 17 digits. */
  @ParameterizedTest
  @CsvSource({
    "BERNOULLI, 0.3, 0, 0.70000000000000018",
    "BERNOULLI, 0.3, 1, 0.29999999999999999",
    "POISSON, 0.7, 0, 0.49658530379140953",
    "POISSON, 0.7, 0, 0.49658530379140953",
    "POISSON, 0.7, 3, 0.028388126533408914",
    "POISSON, 4, 0, 0.018315638888734179",
    "POISSON, 4, 4, 0.19536681481316454",
    "POISSON, 4, 7, 0.059540362609726297",
    "POISSON, 250, 250, 0.025222916184525778",
    "POISSON, 250, 253, 0.024627511997513101",
    "GEOMETRIC, 0.2, 0, 0.20000000000000001",
    "GEOMETRIC, 0.2, 1, 0.16000000000000003",
    "GEOMETRIC, 0.2, 9, 0.026843545600000015",
    "NEGATIVE_BINOMIAL, 2.5 0.4, 0, 0.10119288512538818",
    "NEGATIVE_BINOMIAL, 2.5 0.4, 3, 0.1434409146652377",
    "NEGATIVE_BINOMIAL, 2.5 0.4, 8, 0.035936838281603975",
    "DISCRETE_UNIFORM, 3 12, 7, 0.10000000000000001",
    "HYPERGEOMETRIC, 5 7 20, 0, 0.083010835913312694",
    "HYPERGEOMETRIC, 5 7 20, 2, 0.38738390092879255",
    "HYPERGEOMETRIC, 5 7 20, 5, 0.0013544891640866873",
  })
  void probabilitiesAreThoseOfScipy(
      String family, String parameters, double outcome, double probability) {
    DiscreteFill fill = fill(family, numbers(parameters));
    int k = fill.values().indexOf(outcome);
    assertEquals(probability, fill.probabilities().get(k), 1e-12 * probability);
  }

  @Test
  void theEndsAreCertain() {
    assertEquals(List.of(1.0), fill("BERNOULLI", 1).values());
    assertEquals(List.of(0.0), fill("BERNOULLI", 0).values());
    assertEquals(List.of(0.0), fill("GEOMETRIC", 1).values());
    assertEquals(List.of(0.0), fill("POISSON", 0).values());
    assertEquals(List.of(-2.0, -1.0, 0.0, 1.0), fill("DISCRETE_UNIFORM", -2, 1).values());
    assertEquals(List.of(2.0), fill("HYPERGEOMETRIC", 2, 5, 5).values());
  }

  @Test
  void refuseNonsense() {
    Refusals.assertRefused("p must lie in 0..1, was 2.0", () -> fill("BERNOULLI", 2));
    Refusals.assertRefused("p must be above 0, was 0.0", () -> fill("GEOMETRIC", 0));
    Refusals.assertRefused(
        "the outcomes of geometric[1.0E-6] that are not negligible must be at most 20000",
        () -> fill("GEOMETRIC", 1e-6));
    Refusals.assertRefused(
        "low must be a whole number, was 0.5", () -> fill("DISCRETE_UNIFORM", 0.5, 2));
    Refusals.assertRefused(
        "draws of hypergeometric needs low <= high, was low 9.0, high 5.0",
        () -> fill("HYPERGEOMETRIC", 9, 1, 5));
    Refusals.assertRefused("poisson takes [mean], was []", () -> fill("POISSON"));
  }

  private static double[] numbers(String joined) {
    return Arrays.stream(joined.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static DiscreteFill fill(String family, double... parameters) {
    return (DiscreteFill)
        Counts.of(Counts.Family.valueOf(family), parameters).lower(Shape.scalar(), Layout.OUT_IN);
  }
}
