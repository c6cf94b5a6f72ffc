package io.tensorinit.cpu;

import static io.tensorinit.Initializers.binomial;
import static io.tensorinit.Initializers.block;
import static io.tensorinit.Initializers.blocks;
import static io.tensorinit.Initializers.chance;
import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.continuous;
import static io.tensorinit.Initializers.mixture;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.ones;
import static io.tensorinit.Initializers.truncatedNormal;
import static io.tensorinit.Initializers.truncatedNormalBetween;
import static io.tensorinit.Initializers.uniform;
import static io.tensorinit.Initializers.zeros;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.plan.Moments;
import io.tensorinit.spec.Continuous.Family;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Stft;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real fills against the moments their plans promise: mean and variance within six of their
 * standard errors, every value within the bounds. Seeds 1, 2, 3. About 300 comparisons at 2e-9
 * each: one false alarm in more than a million runs of this class.
 */
class MomentsOfFillsTest {
  private static final double ERRORS = 6;
  private static final long[] SHAPE = {160, 96};

  static Stream<Arguments> fills() {
    List<Initializer> specs =
        List.of(
            constant(2.5),
            uniform(-1, 3),
            normal(1, 2),
            truncatedNormal(1, 0.5),
            truncatedNormalBetween(0, 1, -1, 3),
            truncatedNormalBetween(0.5, 0.5, 0, 0.25),
            truncatedNormalBetween(0, 1, 5, 6),
            Initializers.glorotUniform(),
            Initializers.heNormal(),
            Initializers.lecunPlainNormal(),
            Initializers.logUniform(1, 16),
            Initializers.logNormal(0, 0.25),
            Initializers.exponential(2),
            continuous(Family.LAPLACE, 1, 2),
            continuous(Family.GUMBEL, 1, 2),
            continuous(Family.WEIBULL, 1.5, 2),
            continuous(Family.LOG_OF_UNIFORM, 1, 16),
            continuous(Family.INVERSE_SOFTPLUS_OF_LOG_UNIFORM, 0.001, 0.1, 1e-4),
            binomial(10, 0.3),
            Initializers.identity(2),
            Initializers.orthogonal(3),
            Initializers.sparse(0.3, 0.5),
            normal(1, 2).scaled(-3).shifted(1),
            normal(0, 1).clamped(-0.5, 1),
            truncatedNormal(0, 1).clamped(0, 1),
            uniform(0, 1).clamped(0.25, 0.5),
            Initializers.exponential(1).clamped(0.5, 2),
            uniform(0, 1).plus(normal(1, 2)).plus(ones()),
            Initializers.identity().withNoise(normal(0, 0.1)),
            normal(3, 1).masked(0.25),
            normal(3, 1).withPaddingRow(7),
            mixture(
                chance(0.25, uniform(5, 10)), chance(0.5, zeros()), chance(0.25, uniform(-10, -5))),
            blocks(0, block(40, normal(2, 1)), block(Initializers.glorotUniform())));
    return specs.stream()
        .flatMap(spec -> Stream.of(Arguments.of(spec, DType.F32), Arguments.of(spec, DType.C64)));
  }

  @ParameterizedTest
  @MethodSource("fills")
  void haveTheMomentsOfTheirPlans(Initializer spec, DType dtype) {
    FillRequest request = TensorInit.tensor(spec).shape(SHAPE).dtype(dtype).name("");
    Moments law = Moments.of(request.plan(), Shape.of(SHAPE), dtype);
    for (int seed = 1; seed <= 3; seed++) {
      assertFollows(law, request.seed(Seed.of(seed)).floats(), dtype.partCount());
    }
  }

  @ParameterizedTest
  @MethodSource("fills")
  void keepTheirMomentsInDouble(Initializer spec, DType dtype) {
    DType wide = dtype.isComplex() ? DType.C128 : DType.F64;
    FillRequest request = TensorInit.tensor(spec).shape(SHAPE).dtype(wide).name("");
    Moments law = Moments.of(request.plan(), Shape.of(SHAPE), wide);
    double[] values = request.doubles();
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    assertFollows(law, rounded, wide.partCount());
  }

  private static void assertFollows(Moments law, float[] values, int parts) {
    int count = values.length / parts;
    for (float value : values) {
      assertTrue(value >= (float) law.min().orElse(Double.NEGATIVE_INFINITY), "value " + value);
      assertTrue(value <= (float) law.max().orElse(Double.POSITIVE_INFINITY), "value " + value);
    }
    double std = law.std().orElseThrow();
    double[] mean = new double[parts];
    for (int i = 0; i < values.length; i++) {
      mean[i % parts] += values[i] / (double) count;
    }
    double variance = 0;
    double fourth = 0;
    for (int i = 0; i < count; i++) {
      double square = 0;
      for (int part = 0; part < parts; part++) {
        double apart = values[i * parts + part] - mean[part];
        square += apart * apart;
      }
      variance += square / count;
      fourth += square * square / count;
    }
    assertNear("mean", law.mean(), mean[0], std / Math.sqrt(count), std);
    double error = Math.sqrt(Math.max(0, fourth - variance * variance) / count);
    assertNear("variance", OptionalDouble.of(std * std), variance, error, std * std);
  }

  /** float32 rounding of the values is allowed for on top of the sampling error. */
  private static void assertNear(
      String what, OptionalDouble expected, double actual, double error, double scale) {
    double allowed = ERRORS * error + 1e-6 * (scale + Math.abs(expected.orElseThrow())) + 1e-12;
    assertTrue(
        Math.abs(actual - expected.getAsDouble()) <= allowed,
        () -> what + ": expected " + expected.getAsDouble() + " +- " + allowed + ", was " + actual);
  }

  @ParameterizedTest
  @MethodSource("sides")
  void areTheTablesTheyRead(Stft.Side side) {
    FillRequest request = TensorInit.tensor(Initializers.stft(side)).shape(16, 1, 9).name("");
    Moments law = Moments.of(request.plan(), Shape.of(16, 1, 9), DType.F32);
    assertFollows(law, request.floats(), 1);
  }

  static Stream<Stft.Side> sides() {
    return Stream.of(Stft.Side.values());
  }
}
