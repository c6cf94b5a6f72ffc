package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
  @ParameterizedTest
  @CsvSource({
    // scipy 1.17: binom.pmf(k, n, p)
    "10, 0.3, 0, 0.0282475249",
    "10, 0.3, 3, 0.2668279319999998",
    "10, 0.3, 10, 5.9048999999999975e-06",
    "1000, 0.001, 0, 0.3676954247709639",
    "1000, 0.001, 3, 0.061282509389840666",
    "1000, 0.001, 10, 9.782838349942024e-08",
    "1000000, 0.5, 500000, 0.0007978843613317499",
    "1000000, 0.5, 500100, 0.0007820852079670102",
    "1000000, 0.5, 497000, 1.2150669037165992e-11"
  })
  void hasScipysProbabilities(int trials, double p, int k, double probability) {
    Binomial binomial = Binomial.of(trials, p);
    double actual = binomial.probabilities()[k - binomial.first()];
    assertEquals(probability, actual, 1e-10 * probability);
  }

  @Test
  void hasTheMeanAndVarianceOfTheTextbook() {
    int[] trials = {1, 7, 100, 12345, 1_000_000_000};
    for (int n : trials) {
      for (double p : new double[] {1e-6, 0.2, 0.5, 0.999}) {
        Binomial binomial = Binomial.of(n, p);
        double[] probabilities = binomial.probabilities();
        double mean = 0;
        double square = 0;
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
          double fromMean = binomial.first() + i - n * p;
          sum += probabilities[i];
          mean += probabilities[i] * fromMean;
          square += probabilities[i] * fromMean * fromMean;
        }
        double variance = n * p * (1 - p);
        assertEquals(1, sum, 1e-12);
        assertEquals(0, mean, 1e-9 * Math.sqrt(variance) + 1e-12);
        assertEquals(variance, square, 1e-9 * variance);
      }
    }
  }

  @Test
  void certaintyIsASinglePoint() {
    assertEquals(0, Binomial.of(5, 0).first());
    assertEquals(1.0, Binomial.of(5, 0).probabilities()[0]);
    Binomial sure = Binomial.of(5, 1);
    double[] probabilities = sure.probabilities();
    assertEquals(5, sure.first() + probabilities.length - 1);
    assertEquals(1.0, probabilities[probabilities.length - 1]);
    assertArrayEquals(new double[] {1}, Binomial.of(0, 0.5).probabilities());
  }

  @Test
  void refusesBadParameters() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Binomial.of(-1, 0.5));
    assertEquals("trials must be 0 to 1000000000, but is -1", e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> Binomial.of(5, Double.NaN));
    assertEquals("p must lie in [0, 1], but is NaN", e.getMessage());
    assertTrue(Binomial.of(1_000_000_000, 0.5).probabilities().length < 1_000_000);
  }
}
