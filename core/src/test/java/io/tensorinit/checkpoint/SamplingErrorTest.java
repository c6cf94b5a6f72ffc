package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Initializers;
import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ends of the intervals, worked out by hand from the formulas of the class's page. */
class SamplingErrorTest {
  /** x = ln(1 / 2.5e-7) = 15.2018. */
  private static final double PROBABILITY = 2.5e-7;

  private static List<String> outside(
      Initializer init, DType dtype, int n, double mean, double std, double min, double max) {
    Model model = Model.builder().dtype(dtype).parameter("w", Shape.of(n), init).build();
    Parameter parameter = model.parameters().get(0);
    TensorInfo info = new TensorInfo("w", StoredType.of(dtype).orElseThrow(), parameter.shape());
    Histogram none = new Histogram(new double[0], new long[0]);
    TensorStatistics found = new TensorStatistics(info, n, mean, std, min, max, 0, 0, 0, 0, none);
    return new SamplingError(parameter, found, PROBABILITY).outside();
  }

  private static List<String> normal(double mean, double std) {
    return outside(Initializers.normal(0, 1), DType.F32, 10_000, mean, std, -4, 4);
  }

  /** sqrt(2 x / n) = 0.055140; sqrt(1 - sqrt(6 x / n)) = 0.951050; sqrt(1.0810194) = 1.039721. */
  @Test
  void theEndsOfANormal() {
    assertEquals(List.of(), normal(0.0551, 1));
    assertEquals(List.of(), normal(-0.0551, 1));
    assertEquals(List.of("mean"), normal(0.0552, 1));
    assertEquals(List.of("mean"), normal(-0.0552, 1));
    assertEquals(List.of(), normal(0, 0.9511));
    assertEquals(List.of("std"), normal(0, 0.9509));
    assertEquals(List.of(), normal(0, 1.0397));
    assertEquals(List.of("std"), normal(0, 1.0398));
    assertEquals(List.of("mean", "std"), normal(Double.NaN, Double.NaN));
  }

  /**
   * Bernstein, c = -ln(2^-54) - 1 = 36.43: (x c / 3 + sqrt((x c / 3)^2 + 2 n x)) / n = 0.07660 for
   * n = 10,000.
   */
  @Test
  void theEndsOfAHeavyTail() {
    Initializer exponential = Initializers.exponential(1);
    assertEquals(List.of(), outside(exponential, DType.F32, 10_000, 1.0765, 1, 1e-6, 9));
    assertEquals(List.of("mean"), outside(exponential, DType.F32, 10_000, 1.0767, 1, 1e-6, 9));
    assertEquals(List.of(), outside(exponential, DType.F32, 10_000, 0.9235, 1, 1e-6, 9));
    assertEquals(List.of("mean"), outside(exponential, DType.F32, 10_000, 0.9233, 1, 1e-6, 9));
    assertEquals(List.of("min"), outside(exponential, DType.F32, 10_000, 1, 1, -1e-3, 9));
  }

  /** -0.1 and 0.1 in bfloat16 are 0.10009765625: one step further out is not the law's. */
  @Test
  void boundsAreThoseOfTheType() {
    Initializer uniform = Initializers.uniform(-0.1, 0.1);
    double std = 0.2 / Math.sqrt(12);
    double edge = 0.10009765625;
    assertEquals(List.of(), outside(uniform, DType.BF16, 1000, 0, std, -edge, edge));
    assertEquals(List.of("max"), outside(uniform, DType.BF16, 1000, 0, std, -edge, edge + 0x1p-11));
    assertEquals(List.of("min"), outside(uniform, DType.BF16, 1000, 0, std, -edge - 0x1p-11, edge));
    assertEquals(List.of("max"), outside(uniform, DType.F32, 1000, 0, std, -edge / 2, edge));
  }

  @Test
  void constantsAreExact() {
    Initializer tenth = Initializers.constant(0.1);
    double stored = 0.0999755859375; // in float16
    assertEquals(List.of(), outside(tenth, DType.F16, 7, stored, 0, stored, stored));
    double next = stored + 0x1p-14;
    assertEquals(List.of("max"), outside(tenth, DType.F16, 7, stored, 0, stored, next));
    assertEquals(List.of(), outside(tenth, DType.F32, 7, (float) 0.1, 0, (float) 0.1, (float) 0.1));
    assertEquals(
        List.of("min"), outside(tenth, DType.F32, 7, 0.1, 0, Math.nextDown((float) 0.1), 0.1));
    assertEquals(List.of(), outside(tenth, DType.F32, 0, Double.NaN, 0, Double.NaN, 0));
  }

  /** What may overflow has no mean, and says so in the plan. */
  @Test
  void whatMayOverflowIsNotJudgedByItsMean() {
    assertEquals(
        List.of(),
        outside(
            Initializers.normal(0, 20_000),
            DType.F16,
            10_000,
            Double.POSITIVE_INFINITY,
            Double.NaN,
            -60_000,
            Double.POSITIVE_INFINITY));
  }
}
