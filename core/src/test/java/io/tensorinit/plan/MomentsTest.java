package io.tensorinit.plan;

import static io.tensorinit.Initializers.binomial;
import static io.tensorinit.Initializers.block;
import static io.tensorinit.Initializers.blocks;
import static io.tensorinit.Initializers.chance;
import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.continuous;
import static io.tensorinit.Initializers.exponential;
import static io.tensorinit.Initializers.mixture;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.ones;
import static io.tensorinit.Initializers.quantile;
import static io.tensorinit.Initializers.truncatedNormalBetween;
import static io.tensorinit.Initializers.uniform;
import static io.tensorinit.Initializers.zeros;
import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.random.NormalQuantile;
import io.tensorinit.spec.Continuous.Family;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * Moments against closed forms and the peers' numbers in reference/conformance.json. {@code NONE}
 * stands for a number that does not exist or is not known.
 */
class MomentsTest {
  private static final double NONE = Double.NaN;
  private static final double TOLERANCE = 1e-9;

  private static Moments of(Initializer spec, DType dtype, long... shape) {
    Shape whole = Shape.of(shape);
    return Moments.of(spec.lower(whole, Layout.IN_OUT), whole, dtype);
  }

  private static void assertMoments(
      Moments actual, double mean, double std, double min, double max) {
    assertNumber("mean", mean, actual.mean());
    assertNumber("std", std, actual.std());
    assertNumber("min", min, actual.min());
    assertNumber("max", max, actual.max());
  }

  private static void assertNumber(String what, double expected, OptionalDouble actual) {
    assertEquals(!Double.isNaN(expected), actual.isPresent(), what + " " + actual);
    if (actual.isPresent()) {
      double allowed = TOLERANCE * Math.max(1, Math.abs(expected));
      assertEquals(expected, actual.getAsDouble(), allowed, what);
    }
  }

  private static void assertReal(
      Initializer spec, double mean, double std, double min, double max) {
    assertMoments(of(spec, DType.F32, 4, 6), mean, std, min, max);
  }

  @Test
  void knowsThePrimitives() {
    assertReal(constant(3), 3, 0, 3, 3);
    assertReal(uniform(-1, 3), 1, 4 / Math.sqrt(12), -1, 3);
    assertReal(normal(1, 2), 1, 2, NONE, NONE);
    assertReal(truncatedNormalBetween(0, 1, -1, 3), 0.2827861107, 0.7849469634, -1, 3);
    assertReal(truncatedNormalBetween(0.5, 0.5, 0, 0.25), 0.1327297706, 0.0716205195, 0, 0.25);
    assertReal(truncatedNormalBetween(0.5, 2, -1, 1), 0.0402552104, 0.5669327104, -1, 1);
    assertReal(truncatedNormalBetween(0, 1, 2, 2), 2, 0, 2, 2);
    assertReal(binomial(10, 0.3), 3, Math.sqrt(2.1), 0, 10);
    assertReal(Initializers.truncatedNormal(0, 0.05), 0, 0.04398128305, -0.1, 0.1);
    assertReal(Initializers.correctedTruncatedNormal(0, 1), 0, 1, -2.273694469, 2.273694469);
    assertReal(Initializers.function((i, stream) -> 1), NONE, NONE, NONE, NONE);
    assertReal(constant(Double.POSITIVE_INFINITY), NONE, NONE, NONE, NONE);
  }

  @Test
  void integratesQuantiles() {
    double ln16 = StrictMath.log(16);
    double mean = 15 / ln16;
    assertReal(
        Initializers.logUniform(1, 16), mean, Math.sqrt(255 / (2 * ln16) - mean * mean), 1, 16);
    assertReal(
        Initializers.logNormal(0, 0.5),
        StrictMath.exp(0.125),
        Math.sqrt(StrictMath.expm1(0.25) * StrictMath.exp(0.25)),
        NONE,
        NONE);
    assertReal(exponential(2), 2, 2, 0, NONE);
    assertReal(continuous(Family.LAPLACE, 1, 2), 1, 2 * Math.sqrt(2), NONE, NONE);
    assertEquals(0.0, of(continuous(Family.LOGISTIC, 0, 1), DType.F32, 4, 6).mean().getAsDouble());
    assertReal(continuous(Family.LOGISTIC, 1, 2), 1, 2 * StrictMath.PI / Math.sqrt(3), NONE, NONE);
    assertReal(continuous(Family.CAUCHY, 0, 1), NONE, NONE, NONE, NONE);
    // E ln^2 x = (16 (ln^2 16 - 2 ln 16 + 2) - 2) / 15
    double mean16 = (16 * ln16 - 15) / 15;
    double square = (16 * (ln16 * ln16 - 2 * ln16 + 2) - 2) / 15;
    assertReal(
        continuous(Family.LOG_OF_UNIFORM, 1, 16),
        mean16,
        Math.sqrt(square - mean16 * mean16),
        0,
        ln16);
    Moments steps =
        of(continuous(Family.INVERSE_SOFTPLUS_OF_LOG_UNIFORM, 0.001, 0.1, 1e-4), DType.F32, 1536);
    assertNumber("min", -6.907255237, steps.min());
    assertNumber("max", -2.252168461, steps.max());
    assertReal(quantile((v, c) -> v < 0.25 ? -1 : 3), 2, Math.sqrt(3), -1, 3);
  }

  @Test
  void countsPatterns() {
    assertReal(Initializers.identity(2), 1.0 / 3, Math.sqrt(5.0) / 3, 0, 2);
    assertReal(Initializers.orthogonal(3), 0, 3 / Math.sqrt(6), -3, 3);
    assertMoments(of(Initializers.dirac(3), DType.F32, 6, 1, 3), 1 / 6.0, Math.sqrt(5) / 6, 0, 1);
    assertMoments(
        of(Initializers.deltaOrthogonal(1), DType.F32, 3, 2, 4), 0, Math.sqrt(1 / 12.0), -1, 1);
    assertMoments(of(Initializers.bilinear(), DType.F32, 2, 2, 2, 2), 0.25, Math.sqrt(3) / 4, 0, 1);
    assertMoments(
        of(Initializers.bilinear(), DType.F32, 1 << 10, 1 << 10, 2, 2), NONE, NONE, NONE, NONE);
    assertMoments(of(Initializers.identity(), DType.F32, 1, 1), 1, 0, 1, 1);
  }

  @Test
  void followsCompositions() {
    assertReal(normal(1, 2).scaled(-3).shifted(1), -2, 6, NONE, NONE);
    assertReal(uniform(0, 1).scaled(-2), -1, 1 / Math.sqrt(3), -2, 0);
    assertReal(uniform(0, 1).plus(uniform(1, 3)), 2.5, Math.sqrt(5 / 12.0), 1, 4);
    assertReal(ones().withNoise(normal(0, 0.5)), 1, 0.5, NONE, NONE);
    assertReal(constant(2).masked(0.25), 0.5, Math.sqrt(0.75), 0, 2);
    assertReal(Initializers.sparse(0.5, 2), 0, Math.sqrt(2), NONE, NONE);
    assertReal(
        mixture(chance(0.25, uniform(5, 10)), chance(0.5, zeros()), chance(0.25, uniform(-10, -5))),
        0,
        Math.sqrt(175 / 6.0),
        -10,
        10);
    assertReal(blocks(-1, block(2, zeros()), block(constant(3))), 2, Math.sqrt(2), 0, 3);
    assertReal(constant(4).withPaddingRow(1), 3, Math.sqrt(3), 0, 4);
    assertReal(Initializers.identity().withPaddingRow(0), NONE, NONE, 0, 1);
  }

  @Test
  void meansOfSymmetricCasesCancelExactly() {
    Initializer d2l =
        mixture(chance(0.25, uniform(5, 10)), chance(0.5, zeros()), chance(0.25, uniform(-10, -5)));
    assertEquals(0.0, of(d2l, DType.F32, 4, 6).mean().getAsDouble());
    assertEquals(0.0, of(d2l, DType.C64, 4, 6).mean().getAsDouble());
    assertEquals(
        0.0,
        of(blocks(0, block(3, constant(0.1)), block(constant(-0.1))), DType.F32, 6)
            .mean()
            .getAsDouble());
  }

  @Test
  void casesThatNeverComeDoNotCount() {
    assertReal(
        mixture(chance(0, constant(Double.POSITIVE_INFINITY)), chance(1, constant(0.1))),
        0.1,
        0,
        0.1,
        0.1);
  }

  @Test
  void followsClamps() {
    // E max(z, 0) = 1 / sqrt(2 pi), E max(z, 0)^2 = 1/2
    double half = 1 / Math.sqrt(2 * StrictMath.PI);
    double std = Math.sqrt(0.5 - half * half);
    assertReal(normal(0, 1).clamped(0, 1e30), half, std, 0, 1e30);
    assertReal(quantile(NormalQuantile.STANDARD).clamped(0, 1e30), half, std, 0, 1e30);
    assertReal(normal(0, 1).scaled(-1).clamped(0, 1e30), half, std, 0, 1e30);
    assertReal(truncatedNormalBetween(0, 1, -36, 36).clamped(0, 1e30), half, std, 0, 36);
    // E clamp(u, 1/4, 1/2) = 1/16 + 3/32 + 1/4
    assertReal(
        uniform(0, 1).clamped(0.25, 0.5),
        13.0 / 32,
        Math.sqrt(1 / 64.0 + 7 / 192.0 + 1 / 8.0 - 169 / 1024.0),
        0.25,
        0.5);
    assertReal(
        quantile((v, c) -> v).clamped(0.25, 0.5),
        13.0 / 32,
        Math.sqrt(1 / 64.0 + 7 / 192.0 + 1 / 8.0 - 169 / 1024.0),
        0.25,
        0.5);
    assertReal(uniform(0, 1).clamped(2, 3), 2, 0, 2, 2);
    assertReal(uniform(0, 1).clamped(-3, -2), -2, 0, -2, -2);
    assertReal(normal(0, 1).clamped(50, 60), 50, 0, 50, 50);
    assertReal(normal(0, 1).clamped(0, 5).clamped(-9, -8), -8, 0, -8, -8);
    assertReal(constant(3).masked(0.5).clamped(1, 2), 1.5, 0.5, 1, 2);
    assertReal(uniform(0, 1).plus(uniform(0, 1)).clamped(0, 1), NONE, NONE, 0, 1);
    assertReal(binomial(2, 0.5).clamped(0, 1), 0.75, Math.sqrt(0.1875), 0, 1);
  }

  @Test
  void addsThePartsOfComplexElements() {
    DType complex = DType.C64;
    assertMoments(of(normal(1, 2), complex, 5), 1, 2, NONE, NONE);
    assertMoments(of(uniform(-1, 1), complex, 5), 0, Math.sqrt(2 / 3.0), -1, 1);
    assertMoments(of(constant(3).scaled(2), complex, 5), 6, 0, 0, 6);
    assertMoments(of(zeros().shifted(3), complex, 5), 3, 0, 0, 3);
    double half = Math.sqrt(6 / 128.0 / 2);
    assertMoments(of(Initializers.glorotUniform(), complex, 64, 64), 0, 0.125, -half, half);
    assertMoments(
        of(Initializers.lecunNormal(), complex, 64, 64),
        0,
        0.125,
        -2.273694469 * 0.125 * Math.sqrt(0.5),
        2.273694469 * 0.125 * Math.sqrt(0.5));
    assertMoments(of(Initializers.orthogonal(), complex, 6, 4), 0, Math.sqrt(1 / 6.0), -1, 1);
  }

  @Test
  void doesNotGrowWithTheTensor() {
    long rows = 1L << 30;
    assertMoments(
        of(Initializers.identity(), DType.F32, rows, rows),
        1.0 / rows,
        Math.sqrt(1.0 / rows * (1 - 1.0 / rows)),
        0,
        1);
  }

  @Test
  void refusesBoundsThatOverflow() {
    of(uniform(0, 65519), DType.F16, 5).requireFits(DType.F16);
    of(constant(464), DType.F32, 5).requireFits(DType.F8_E4M3);
    of(constant(Double.POSITIVE_INFINITY), DType.F32, 5).requireFits(DType.F16);
    assertRefused(
        "values must stay below 65520.0 for dtype F16, but reach 65520.0",
        () -> of(uniform(0, 65520), DType.F16, 5).requireFits(DType.F16));
    assertRefused(
        "values must stay below 464.0000305175781 for dtype F8_E4M3, but reach -465.0",
        () -> of(constant(-465), DType.F32, 5).requireFits(DType.F8_E4M3));
    assertRefused(
        "values must stay below 61440.0 for dtype F8_E5M2, but reach 61440.0",
        () -> of(constant(61440), DType.F32, 5).requireFits(DType.F8_E5M2));
    assertRefused(
        "values must stay below 3.4028235677973366E38 for dtype F32, but reach 1.0E300",
        () -> of(constant(1e300), DType.F32, 5).requireFits(DType.F32));
    of(constant(1e300), DType.F64, 5).requireFits(DType.F64);
  }

  @Test
  void warnsOfNormalsThatMayOverflow() {
    Moments wide = of(normal(0, 20000), DType.F16, 5);
    wide.requireFits(DType.F16);
    assertTrue(
        wide.warning(DType.F16)
            .orElseThrow()
            .startsWith("values may overflow dtype F16, which ends at 65504.0: |mean| + 6.34 std"));
    assertEquals(Optional.empty(), wide.warning(DType.BF16));
    assertEquals(Optional.empty(), of(uniform(0, 1), DType.F16, 5).warning(DType.F16));
  }
}
