package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The tests' own numbers: tabled critical values, and p-values that are uniform where they must.
 */
class GoodnessTest {
  private static final DoubleUnaryOperator IDENTITY = x -> x;
  private static final DoubleUnaryOperator COMPLEMENT = x -> 1 - x;

  /** Critical values at 5%, 1% and 0.1% as any table of chi-square has them. */
  @Test
  void chiSquareHasItsTabledTails() {
    assertEquals(0.05, Goodness.chiSquareTail(3.841458821, 1), 1e-9);
    assertEquals(0.01, Goodness.chiSquareTail(23.20925116, 10), 1e-9);
    assertEquals(0.001, Goodness.chiSquareTail(330.5196937, 255), 1e-8);
    assertEquals(0.95, Goodness.chiSquareTail(77.92946517, 100), 1e-9);
    assertEquals(0.05, Goodness.twoSided(1.959963984540054), 1e-12);
  }

  /** The limiting critical values: 1.3581 at 5% for K, 2.492 at 5% and 3.878 at 1% for A^2. */
  @Test
  void uniformSamplesGiveUniformProbabilities() {
    int samples = 2000;
    int size = 500;
    SplittableRandom random = new SplittableRandom(1);
    double[] ks = new double[samples];
    double[] ad = new double[samples];
    for (int s = 0; s < samples; s++) {
      double[] sample = random.doubles(size).sorted().toArray();
      ks[s] = Goodness.kolmogorovSmirnov(sample, IDENTITY, IDENTITY);
      ad[s] = Goodness.andersonDarling(sample, IDENTITY, COMPLEMENT);
    }
    assertUniform(ks);
    assertUniform(ad);
  }

  private static void assertUniform(double[] probabilities) {
    long[] counts = new long[20];
    for (double p : probabilities) {
      counts[(int) Math.min(19, p * 20)]++;
    }
    double[] expected = new double[20];
    Arrays.fill(expected, probabilities.length / 20.0);
    double p = Goodness.chiSquare(counts, expected);
    assertEquals(0.5, p, 0.5 - 1e-4, Arrays.toString(counts));
  }

  @Test
  void wrongSamplesAreRefused() {
    double[] squares = new SplittableRandom(2).doubles(2000).map(x -> x * x).sorted().toArray();
    assertEquals(0, Goodness.kolmogorovSmirnov(squares, IDENTITY, IDENTITY), 1e-9);
    assertEquals(0, Goodness.andersonDarling(squares, IDENTITY, COMPLEMENT), 1e-5);
    assertEquals(0, Goodness.chiSquare(new long[] {600, 400}, new double[] {500, 500}), 1e-9);
    assertEquals(0, Goodness.chiSquare(new long[] {1, 500}, new double[] {0, 501}));
    assertEquals(0, Goodness.average(0.1, 0, 1, 10_000), 1e-9);
  }
}
