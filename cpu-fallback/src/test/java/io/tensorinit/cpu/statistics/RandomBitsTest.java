package io.tensorinit.cpu.statistics;

import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Goodness;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The random digits of uniform elements, by chi-square on each byte and on pairs of neighbours; and
 * the independence of elements, parts and seeds, by correlation.
 *
 * <p>False alarms: 54 tests at alpha 1e-5; over other seeds the class would fail a perfect
 * generator in 0.06% of its runs. Count and rate are printed.
 */
class RandomBitsTest {
  private static final FalseAlarms ALARMS = new FalseAlarms("random bits");
  private static final int ELEMENTS = 1 << 18;
  private static final FillPlan UNIT = new UniformFill(0, 1, ComplexBounds.PER_PART);
  private static final FillPlan NORMAL = new NormalFill(0, 1);

  @AfterAll
  static void report() {
    ALARMS.report();
  }

  @Test
  void everyByteOfAUnitIsUniform() {
    for (long seed : Samples.SEEDS) {
      // A unit rounded to float32 keeps 24 digits only in its upper half: two bytes are safe.
      checkBytes(
          "F32 seed " + seed, Samples.of("units", UNIT, Shape.of(ELEMENTS), DType.F32, seed), 2);
      checkBytes(
          "F64 seed " + seed, Samples.of("units", UNIT, Shape.of(ELEMENTS), DType.F64, seed), 6);
    }
  }

  private static void checkBytes(String name, double[] units, int bytes) {
    for (int k = 0; k < bytes; k++) {
      long[] counts = new long[256];
      double scale = Math.scalb(1.0, 8 * (k + 1));
      for (double unit : units) {
        counts[(int) (Math.min(unit, Math.nextDown(1.0)) * scale % 256)]++;
      }
      ALARMS.check(name + " byte " + k, uniform(counts, units.length));
    }
  }

  @Test
  void neighboursAreIndependent() {
    for (long seed : Samples.SEEDS) {
      double[] units = Samples.of("units", UNIT, Shape.of(ELEMENTS), DType.F32, seed);
      for (int distance : new int[] {1, 2, 3, 4, 65536}) {
        long[] counts = new long[256];
        // Pairs that do not overlap: element i with i + distance, i in every other stretch.
        int pairs = 0;
        for (int i = 0; i + distance < units.length; i++) {
          if (i / distance % 2 == 0) {
            counts[16 * nibble(units[i]) + nibble(units[i + distance])]++;
            pairs++;
          }
        }
        ALARMS.check("pairs at " + distance + " seed " + seed, uniform(counts, pairs));
      }
    }
  }

  private static int nibble(double unit) {
    return (int) Math.min(15, unit * 16);
  }

  private static double uniform(long[] counts, long total) {
    double[] expected = new double[counts.length];
    Arrays.fill(expected, (double) total / counts.length);
    return Goodness.chiSquare(counts, expected);
  }

  /** The product of two independent standard normals has mean 0 and variance 1. */
  @Test
  void partsSeedsAndElementsAreUncorrelated() {
    for (long seed : Samples.SEEDS) {
      double[] complex = Samples.of("normals", NORMAL, Shape.of(ELEMENTS), DType.C64, seed);
      double sum = 0;
      for (int i = 0; i < complex.length; i += 2) {
        sum += 2 * complex[i] * complex[i + 1];
      }
      ALARMS.check("parts seed " + seed, Goodness.average(sum / ELEMENTS, 0, 1, ELEMENTS));
      double[] one = Samples.of("normals", NORMAL, Shape.of(ELEMENTS), DType.F32, seed);
      double[] other = Samples.of("normals", NORMAL, Shape.of(ELEMENTS), DType.F32, seed + 1);
      ALARMS.check("seeds " + seed, correlation(one, other, 0));
      for (int lag : new int[] {1, 4, 1000}) {
        ALARMS.check("lag " + lag + " seed " + seed, correlation(one, one, lag));
      }
    }
  }

  private static double correlation(double[] left, double[] right, int lag) {
    int count = left.length - lag;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += left[i] * right[i + lag];
    }
    return Goodness.average(sum / count, 0, 1, count);
  }
}
