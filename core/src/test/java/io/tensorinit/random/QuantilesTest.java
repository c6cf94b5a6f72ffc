package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.function.Quantile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class QuantilesTest {
  @Test
  void areThoseOfMpmathInBothTails() {
    for (String[] row : KnownAnswers.rows("quantiles")) {
      Quantile quantile = named(row[0], Double.parseDouble(row[1]), Double.parseDouble(row[2]));
      double expected = Double.parseDouble(row[5]);
      double actual = quantile.at(Double.parseDouble(row[3]), Double.parseDouble(row[4]));
      assertEquals(expected, actual, 2e-14 * Math.abs(expected) + 1e-16, String.join(" ", row));
    }
  }

  private static Quantile named(String name, double a, double b) {
    return switch (name) {
      case "logUniform" -> Quantiles.logUniform(a, b);
      case "logNormal" -> Quantiles.logNormal(a, b);
      case "halfNormal" -> Quantiles.halfNormal(a);
      case "exponential" -> Quantiles.exponential(a);
      case "laplace" -> Quantiles.laplace(a, b);
      case "cauchy" -> Quantiles.cauchy(a, b);
      case "logistic" -> Quantiles.logistic(a, b);
      case "gumbel" -> Quantiles.gumbel(a, b);
      case "weibull" -> Quantiles.weibull(a, b);
      case "rayleigh" -> Quantiles.rayleigh(a);
      case "pareto" -> Quantiles.pareto(a, b);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  void refuseBadParameters() {
    refuses("low must be a finite number above 0, but is 0.0", () -> Quantiles.logUniform(0, 1));
    refuses("low must not exceed high, but 2.0 > 1.0", () -> Quantiles.logUniform(2, 1));
    refuses("mean must be a finite number, but is NaN", () -> Quantiles.logNormal(Double.NaN, 1));
    refuses(
        "std must be a finite number, 0 or above, but is -1.0", () -> Quantiles.logNormal(0, -1));
    refuses("std must be a finite number, 0 or above, but is -1.0", () -> Quantiles.halfNormal(-1));
    refuses("scale must be a finite number above 0, but is -1.0", () -> Quantiles.exponential(-1));
    refuses("scale must be a finite number above 0, but is 0.0", () -> Quantiles.laplace(0, 0));
    refuses("median must be a finite number, but is NaN", () -> Quantiles.cauchy(Double.NaN, 1));
    refuses(
        "scale must be a finite number above 0, but is NaN",
        () -> Quantiles.logistic(0, Double.NaN));
    refuses("mode must be a finite number, but is Infinity", () -> Quantiles.gumbel(1 / 0.0, 1));
    refuses("shape must be a finite number above 0, but is 0.0", () -> Quantiles.weibull(0, 1));
    refuses("scale must be a finite number above 0, but is 0.0", () -> Quantiles.rayleigh(0));
    refuses("low must be a finite number above 0, but is 0.0", () -> Quantiles.pareto(1, 0));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
