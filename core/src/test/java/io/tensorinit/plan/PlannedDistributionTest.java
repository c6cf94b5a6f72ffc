package io.tensorinit.plan;

import static io.tensorinit.Initializers.binomial;
import static io.tensorinit.Initializers.block;
import static io.tensorinit.Initializers.blocks;
import static io.tensorinit.Initializers.chance;
import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.exponential;
import static io.tensorinit.Initializers.identity;
import static io.tensorinit.Initializers.mixture;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.ones;
import static io.tensorinit.Initializers.orthogonal;
import static io.tensorinit.Initializers.truncatedNormalBetween;
import static io.tensorinit.Initializers.uniform;
import static io.tensorinit.Initializers.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.spec.Continuous.Family;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Sample;
import io.tensorinit.testkit.SamplePlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Distribution functions against closed forms, and against the moments of the same plans. */
class PlannedDistributionTest {
  private static final double TOLERANCE = 1e-4;
  private static final Initializer CAUCHY = Initializers.continuous(Family.CAUCHY, 0, 1);

  private static PlannedDistribution of(Initializer spec, DType dtype, long... sizes) {
    Shape shape = Shape.of(sizes);
    return PlannedDistribution.of(spec.lower(shape, Layout.OUT_IN), shape, dtype).orElseThrow();
  }

  private static PlannedDistribution of(Initializer spec) {
    return of(spec, DType.F32, 4, 6);
  }

  private static void assertUpTo(double expected, double x, PlannedDistribution law) {
    assertEquals(expected, law.upTo(x), TOLERANCE, "up to " + x);
  }

  @Test
  void knowsTheFunctionsOfTextbooks() {
    assertUpTo(0.8413447461, 1, of(normal(0, 1)));
    assertUpTo(0.0227501319, -4, of(normal(0, 2)));
    assertUpTo(0.25, 0, of(uniform(-1, 3)));
    assertUpTo(1 - Math.exp(-1), 1, of(exponential(1)));
    // (Phi(1) - Phi(-1)) / (Phi(2) - Phi(-1))
    assertUpTo(0.6826894921 / 0.8185946141, 1, of(truncatedNormalBetween(0, 1, -1, 2)));
    assertUpTo(0, -1.01, of(truncatedNormalBetween(0, 1, -1, 2)));
    assertUpTo(1, 2.01, of(truncatedNormalBetween(0, 1, -1, 2)));
    assertUpTo(0.5, 0, of(CAUCHY));
    assertUpTo(0.75, 1, of(CAUCHY));
  }

  @Test
  void tellsTheSidesOfSingleValuesApart() {
    PlannedDistribution one = of(ones());
    assertEquals(0, one.below(1));
    assertEquals(1, one.upTo(1));
    PlannedDistribution coins = of(binomial(2, 0.5));
    assertUpTo(0.75, 1, coins);
    assertEquals(0.25, coins.below(1), TOLERANCE);
    PlannedDistribution held = of(normal(0, 1).clamped(-1, 2));
    assertEquals(0, held.below(-1));
    assertUpTo(0.1586552539, -1, held);
    assertEquals(0.9772498681, held.below(2), TOLERANCE);
    assertEquals(1, held.upTo(2));
    PlannedDistribution eye = of(identity(), DType.F32, 4, 4);
    assertEquals(0.75, eye.upTo(0));
    assertEquals(0.75, eye.below(1));
  }

  /** Archimedes: a coordinate on the sphere in three dimensions is uniform; in two, arcsine. */
  @Test
  void knowsTheElementsOfOrthogonalMatrices() {
    assertUpTo(0.75, 0.5, of(orthogonal(), DType.F32, 3, 2));
    assertUpTo(2.0 / 3, 0.5, of(orthogonal(), DType.F32, 2, 2));
    assertUpTo(0.5, 0, of(orthogonal(), DType.F32, 1, 1));
    assertUpTo(0.8413447461, 1 / Math.sqrt(5000), of(orthogonal(), DType.F32, 5000, 10));
    // Re of a unit of the complex plane
    assertUpTo(2.0 / 3, 0.5, of(orthogonal(), DType.C64, 1, 1));
  }

  @Test
  void followsCompositions() {
    assertUpTo(0.8413447461, -1, of(normal(0, 1).scaled(-2).shifted(-3)));
    assertUpTo(0.5, -3, of(normal(0, 1).scaled(-2).shifted(-3)));
    PlannedDistribution d2l =
        of(
            mixture(
                chance(0.25, uniform(5, 10)),
                chance(0.5, zeros()),
                chance(0.25, uniform(-10, -5))));
    assertUpTo(0.25, -1, d2l);
    assertUpTo(0.75, 0, d2l);
    assertUpTo(0.75 + 0.25 * 0.6, 8, d2l);
    assertEquals(0.8413447461, of(normal(0, 3).plus(normal(0, 4))).upTo(5), 1e-3);
    assertUpTo(0.8413447461, 3, of(constant(1).withNoise(normal(0, 2))));
    PlannedDistribution parts = of(blocks(0, block(1, zeros()), block(3, uniform(0, 1))));
    assertUpTo(0.25, 0, parts);
    assertUpTo(0.25 + 0.75 * 0.5, 0.5, parts);
    assertUpTo(0.25, 0, of(uniform(0, 1).withPaddingRow(0)));
    assertEquals(Optional.empty(), distribution(Initializers.function((i, s) -> 1)));
  }

  private static Optional<PlannedDistribution> distribution(Initializer spec) {
    Shape shape = Shape.of(4, 6);
    return PlannedDistribution.of(spec.lower(shape, Layout.OUT_IN), shape, DType.F32);
  }

  /** A complex number's parts are all alike, but for constants. */
  @Test
  void mixesThePartsOfComplexNumbers() {
    assertUpTo(0.8413447461, Math.sqrt(0.5), of(normal(0, 1), DType.C64, 4, 6));
    assertEquals(0.5, of(ones(), DType.C64, 4, 6).upTo(0));
    assertEquals(1, of(ones(), DType.C64, 4, 6).upTo(1));
  }

  /** Mean and std as integrals of the distribution function are those of {@link Moments}. */
  @Test
  void agreesWithTheMomentsOfEverySample() {
    Shape shape = Shape.of(12, 10);
    List<Sample> samples = new ArrayList<>(SamplePlans.ofAnyShape(shape));
    samples.addAll(SamplePlans.ofTheirShapes());
    int compared = 0;
    for (Sample sample : samples) {
      Moments moments = Moments.of(sample.plan(), sample.shape(), DType.F32);
      Optional<PlannedDistribution> law =
          PlannedDistribution.of(sample.plan(), sample.shape(), DType.F32);
      if (law.isEmpty() || moments.std().isEmpty()) {
        continue;
      }
      compared++;
      double mean = moments.mean().getAsDouble();
      double std = moments.std().getAsDouble();
      double step = Math.max(std, 1e-3) / 200;
      double from = mean - 2000 * step;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 4000; i++) {
        double x = from + i * step;
        double share = law.get().below(from + (i + 1) * step) - law.get().below(x);
        sum += share * (x + step / 2 - mean);
        squares += share * (x + step / 2 - mean) * (x + step / 2 - mean);
      }
      double width = Math.max(std, 1e-3);
      assertEquals(0, sum, 0.02 * width, sample + ": mean");
      assertEquals(std * std, squares, 0.05 * width * width, sample + ": variance");
    }
    assertTrue(compared > 25, compared + " of " + samples.size());
  }

  @Test
  void picturesWhatThereIsToSee() {
    assertArrayEquals(new double[] {-1, 3}, of(uniform(-1, 3)).range(), 1e-9);
    assertArrayEquals(new double[] {1, 1}, of(ones()).range());
    assertArrayEquals(new double[] {-3.8906, 3.8906}, of(normal(0, 1)).range(), 1e-3);
    assertArrayEquals(new double[] {-1, 2}, of(truncatedNormalBetween(0, 1, -1, 2)).range(), 1e-3);
    assertArrayEquals(new double[] {0, 1}, of(identity(), DType.F32, 100, 100).range());
    double[] cauchy = of(CAUCHY).range();
    assertArrayEquals(new double[] {-7, 7}, cauchy, 1e-2);
    double[] exponential = of(exponential(1)).range();
    assertArrayEquals(new double[] {0, 9.9035}, exponential, 1e-3);
  }
}
