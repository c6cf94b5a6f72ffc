package io.tensorinit;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tensorinit.backend.BackendOptions;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.spec.Shift;
import io.tensorinit.tensor.Region;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What plans, regions and options refuse when they are made, and in which words. */
class OptionRefusalsTest {
  private static final FillPlan ZERO = new ConstantFill(0);

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusedWhenMade(String message, Executable making) {
    assertRefused(message, making);
  }

  static Stream<Arguments> refusedWhenMade() {
    return Stream.concat(plans(), options());
  }

  private static Stream<Arguments> plans() {
    return Stream.of(
        refused(
            "blocks must be one or more and as many as sizes, was 0 and 0",
            () -> new BlocksFill(0, List.of(), List.of())),
        refused(
            "blocks must be one or more and as many as sizes, was 1 and 2",
            () -> new BlocksFill(0, List.of(1L, 2L), List.of(ZERO))),
        refused(
            "components and probabilities must be equally many, was 1 and 2",
            () -> new MixtureFill(List.of(ZERO), List.of(0.5, 0.5))),
        refused(
            "values and probabilities must be equally many, was 3 and 2",
            () -> new DiscreteFill(List.of(1.0, 2.0, 3.0), List.of(0.5, 0.5))),
        refused(
            "probabilities must each lie in 0..1, was [1.5, -0.5]",
            () -> new DiscreteFill(List.of(1.0, 2.0), List.of(1.5, -0.5))),
        refused(
            "probabilities must each lie in 0..1, was [NaN]",
            () -> new MixtureFill(List.of(ZERO), List.of(Double.NaN))),
        refused(
            "probabilities must add up to 1, was [0.5, 0.4]",
            () -> new MixtureFill(List.of(ZERO, ZERO), List.of(0.5, 0.4))),
        refused(
            "probabilities must add up to 1, was []", () -> new DiscreteFill(List.of(), List.of())),
        refused(
            "gain must be finite in float32, was 1.0E39",
            () ->
                new OrthogonalFill(
                    MatrixView.columnsFrom(2, 1), 1e39, OrthogonalFill.Method.STEWART)),
        refused(
            "gain must be finite in float32, was NaN",
            () ->
                new OrthogonalFill(
                    MatrixView.columnsFrom(2, 1), Double.NaN, OrthogonalFill.Method.QR)),
        refused(
            "the probability of keeping must lie in 0..1, was 1.5", () -> new Mask.Bernoulli(1.5)),
        refused(
            "the probability of keeping must lie in 0..1, was NaN",
            () -> new Mask.Bernoulli(Double.NaN)),
        refused("zeros of a column must lie in 0..4, was 5", () -> new Mask.ExactCount(4, 6, 5)),
        refused("zeros of a column must lie in 0..4, was -1", () -> new Mask.ExactCount(4, 6, -1)),
        refused(
            "rows of an exact-count mask must be below 2^32, was 4294967296",
            () -> new Mask.ExactCount(1L << 32, 1, 0)));
  }

  private static Stream<Arguments> options() {
    return Stream.of(
        refused(
            "box must have as many starts as sizes, was 1 and 2",
            () -> Region.box(new long[] {0}, new long[] {1, 1})),
        refused(
            "start of axis 1 must be 0 or more, was -2",
            () -> Region.box(new long[] {0, -2}, new long[] {1, 1})),
        refused(
            "range must have a start and a count of 0 or more, was start -1, count 3",
            () -> Region.range(-1, 3)),
        refused(
            "range must have a start and a count of 0 or more, was start 0, count -3",
            () -> Region.range(0, -3)),
        refused("device must be 0 or more, was -1", () -> BackendOptions.DEFAULT.device(-1)),
        refused(
            "threads must be 1 or more, or 0 for one a processor, was -1",
            () -> BackendOptions.threads(-1)),
        refused("shift must be one integer, was []", () -> new Shift(false, List.of())),
        refused("shift must be one integer, was [1, 2]", () -> new Shift(false, List.of(1L, 2L))),
        refused(
            "stride product must be 1 or more, was 0", () -> Layout.OUT_IN.withStrideProduct(0)));
  }

  private static Arguments refused(String message, Executable making) {
    return arguments(message, making);
  }
}
