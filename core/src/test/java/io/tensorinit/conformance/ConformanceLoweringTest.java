package io.tensorinit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.layout.Fans;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.Moments;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every row of {@code conformance.json} as far as no random word is needed: refusals, fans, and the
 * law's moments, bounds, gains and counts. What a fill makes of it is tested where the CPU backend
 * is.
 */
class ConformanceLoweringTest {
  /** The file prints ten digits. */
  private static final double RELATIVE = 1e-9;

  private static final double LAST_DIGIT = 6e-11;

  private static final AtomicInteger RUN = new AtomicInteger();

  /** What a row may expect, and in which test it is looked at. */
  private static final Set<String> HERE =
      Set.of(
          "error",
          "fan_in",
          "fan_out",
          "mean",
          "std",
          "min",
          "max",
          "median",
          "pre_truncation_std",
          "mean_abs_sq",
          "matrix",
          "gram",
          "gain",
          "rms",
          "column_axis",
          "zeros_per_column",
          "nonzero_std",
          "nonzero_spatial_index",
          "rows_orthonormal",
          "zero_fraction",
          "noise_std",
          "diagonal_mean",
          "off_diagonal_mean",
          "empty",
          "warning");

  private static final Set<String> BY_FILLS = Set.of("values", "frobenius", "var_re", "var_im");

  @TestFactory
  Stream<DynamicTest> everyCase() {
    return Conformance.cases().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.id(),
                    () -> {
                      RUN.incrementAndGet();
                      check(row);
                    }));
  }

  @AfterAll
  static void sayWhatWasRun() {
    System.out.println(Conformance.summary("lowering", RUN.get()));
  }

  @Test
  void onlyDefectsQuirksAndTheLawAreDecidedDifferently() {
    Set<String> ids = new HashSet<>();
    for (ConformanceCase row : Conformance.peerCases()) {
      ids.add(row.id());
      Divergence.of(row.id())
          .filter(divergence -> !divergence.byLaw())
          .ifPresent(
              divergence -> assertTrue(row.note().matches("peer (defect|quirk):.*"), row.id()));
    }
    assertTrue(Divergence.ALL.stream().allMatch(divergence -> ids.contains(divergence.id())));
  }

  @Test
  void nothingThatARowExpectsIsOverlooked() {
    for (ConformanceCase row : Conformance.cases()) {
      for (String key : row.expect().keySet()) {
        assertTrue(HERE.contains(key) || BY_FILLS.contains(key), row.id() + " expects " + key);
      }
    }
  }

  private static void check(ConformanceCase row) {
    if (row.expect().containsKey("error")) {
      assertNotNull(assertThrows(IllegalArgumentException.class, row::plan).getMessage());
      return;
    }
    FillPlan plan = row.plan();
    checkFans(row);
    checkMoments(row, plan);
    checkStructure(row, plan);
  }

  /** A row without layout names the fans of the weight beside it. */
  private static void checkFans(ConformanceCase row) {
    if (row.layout().equals("none")) {
      return;
    }
    OptionalDouble in = row.number("fan_in");
    OptionalDouble out = row.number("fan_out");
    if (in.isPresent() || out.isPresent()) {
      Fans fans = row.initializer().fans(row.shape(), row.namedLayout()).orElseThrow();
      in.ifPresent(expected -> assertEquals(expected, fans.in(), "fan in"));
      out.ifPresent(expected -> assertEquals(expected, fans.out(), "fan out"));
    }
  }

  private static void checkMoments(ConformanceCase row, FillPlan plan) {
    if (row.shape().elementCount() == 0) {
      assertEquals(true, row.expect().get("empty"));
      return;
    }
    Moments moments = Moments.of(plan, row.shape(), row.dtype());
    compare(row, "mean", moments.mean());
    compare(row, "std", moments.std());
    compareBound(row, "min", moments.min());
    compareBound(row, "max", moments.max());
    if (row.expect().get("gram") != null) {
      compare(row, "rms", moments.std());
    }
    row.number("mean_abs_sq")
        .ifPresent(
            expected -> {
              double mean = moments.mean().orElseThrow();
              double std = moments.std().orElseThrow();
              assertClose("mean_abs_sq", expected, std * std + mean * mean);
            });
    row.number("median")
        .ifPresent(
            expected ->
                assertClose("median", expected, ((QuantileFill) plan).quantile().at(0.5, 0.5)));
  }

  /** Where a row says null there is no bound. */
  private static void compareBound(ConformanceCase row, String key, OptionalDouble actual) {
    if (row.expect().containsKey(key) && row.expect().get(key) == null) {
      assertTrue(actual.isEmpty(), key + " must not exist, was " + actual);
    } else {
      compare(row, key, actual);
    }
  }

  private static void compare(ConformanceCase row, String key, OptionalDouble actual) {
    row.number(key)
        .ifPresent(
            expected ->
                assertClose(
                    key,
                    expected,
                    actual.orElseThrow(() -> new AssertionError(key + " must exist"))));
  }

  private static void assertClose(String what, double expected, double actual) {
    assertEquals(expected, actual, RELATIVE * Math.abs(expected) + LAST_DIGIT, what);
  }

  private static void checkStructure(ConformanceCase row, FillPlan plan) {
    row.number("pre_truncation_std")
        .ifPresent(
            expected ->
                assertClose("pre_truncation_std", expected, ((TruncatedNormalFill) plan).std()));
    row.number("zeros_per_column")
        .ifPresent(zeros -> assertEquals(zeros, exactCount(plan).zeros(), "zeros"));
    row.number("nonzero_std")
        .ifPresent(
            std -> assertClose("nonzero_std", std, ((NormalFill) ((MaskFill) plan).inner()).std()));
    row.number("noise_std")
        .ifPresent(
            std -> {
              NoiseFill noisy = (NoiseFill) plan;
              assertClose("noise_std", std, ((NormalFill) noisy.noise()).std());
              assertClose(
                  "diagonal_mean",
                  row.number("diagonal_mean").orElseThrow(),
                  ((DiagonalFill) noisy.base()).value());
            });
    if (plan instanceof MixtureFill mixture) {
      assertEquals(
          row.number("zero_fraction").orElseThrow(), mixture.probabilities().get(1), "zeros");
    }
    if (row.expect().get("matrix") instanceof List<?> matrix) {
      checkMatrix(row, plan, matrix);
    }
  }

  private static Mask.ExactCount exactCount(FillPlan plan) {
    return (Mask.ExactCount) ((MaskFill) plan).mask();
  }

  private static void checkMatrix(ConformanceCase row, FillPlan plan, List<?> matrix) {
    Shape shape = row.shape();
    FillPlan inner = plan;
    if (plan instanceof OverlayFill overlay) {
      shape = overlay.box().shape();
      inner = overlay.inside();
      long[] start = overlay.box().start();
      List<?> centre = (List<?>) row.expect().get("nonzero_spatial_index");
      for (int axis = 0; axis < centre.size(); axis++) {
        assertEquals(centre.get(axis), start[axis], "centre along axis " + axis);
      }
      row.number("zero_fraction")
          .ifPresent(
              zeros ->
                  assertClose(
                      "zero_fraction",
                      zeros,
                      1
                          - (double) overlay.box().shape().elementCount()
                              / row.shape().elementCount()));
    }
    OrthogonalFill orthogonal = (OrthogonalFill) inner;
    long rows = orthogonal.view().rows(shape);
    long columns = orthogonal.view().columns(shape);
    assertEquals(matrix, List.of(rows, columns), "matrix");
    row.number("gain").ifPresent(gain -> assertClose("gain", gain, orthogonal.gain()));
    if (row.expect().get("gram") instanceof String gram) {
      assertEquals(gram, rows >= columns ? "columns" : "rows", "gram");
    }
  }
}
