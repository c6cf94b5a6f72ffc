package io.tensorinit.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanCheckTest {
  private static final Shape SHAPE = Shape.of(4, 6);
  private static final FillPlan ZERO = new ConstantFill(0);

  @Test
  void plansThatFitPass() {
    PlanCheck.require(
        new SumFill(
            List.of(
                new DiagonalFill(1, 0, 1, 2, List.of(-1L, -1L), List.of(0L, 0L)),
                new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.STEWART),
                new BlocksFill(1, List.of(2L, 0L, 4L), List.of(ZERO, ZERO, ZERO)),
                new MaskFill(ZERO, new Mask.ExactCount(4, 6, 2)),
                new OverlayFill(
                    ZERO,
                    (Region.Box) Region.box(new long[] {3, 0}, new long[] {1, 6}),
                    new BlocksFill(0, List.of(1L), List.of(ZERO))))),
        SHAPE);
  }

  @Test
  void refusalsNameWhatDoesNotFit() {
    assertRefused(
        "a matrix view of shape [4, 6] must name each axis once, was MatrixView[rowAxes=[0],"
            + " columnAxes=[], batchAxes=[]]",
        new OrthogonalFill(
            new MatrixView(List.of(0), List.of(), List.of()), 1, OrthogonalFill.Method.QR));
    assertRefused(
        "matrix axis must lie in 0..1 for shape [4, 6], was 2",
        new OrthogonalFill(MatrixView.columnsFrom(3, 1), 1, OrthogonalFill.Method.QR));
    assertRefused(
        "rowAxis and columnAxis must differ, both were 1",
        new DiagonalFill(1, 1, 1, 1, List.of(-1L, -1L), List.of(0L, 0L)));
    assertRefused(
        "groups must divide the 4 rows, was 3",
        new DiagonalFill(1, 0, 1, 3, List.of(-1L, -1L), List.of(0L, 0L)));
    assertRefused(
        "place and shift must have an entry an axis of shape [4, 6], was [-1] and [0, 0]",
        new DiagonalFill(1, 0, 1, 1, List.of(-1L), List.of(0L, 0L)));
    assertRefused(
        "an exact-count mask of [6, 6] must have as many elements as shape [4, 6]",
        new MaskFill(ZERO, new Mask.ExactCount(6, 6, 2)));
    assertRefused(
        "block sizes must add up to 6 on axis 1, was [2, 3]",
        new BlocksFill(1, List.of(2L, 3L), List.of(ZERO, ZERO)));
    assertRefused(
        "block sizes must add up to 6 on axis 1, was [9223372036854775807, 9223372036854775807]",
        new BlocksFill(1, List.of(Long.MAX_VALUE, Long.MAX_VALUE), List.of(ZERO, ZERO)));
    assertRefused(
        "box of [1, 6] at [4, 0] must lie inside shape [4, 6]",
        new OverlayFill(ZERO, (Region.Box) Region.box(new long[] {4, 0}, new long[] {1, 6}), ZERO));
  }

  @Test
  void whatIsInsideIsCheckedToo() {
    FillPlan bad = new MaskFill(ZERO, new Mask.ExactCount(1, 1, 0));
    String message = "an exact-count mask of [1, 1] must have as many elements as shape [4, 6]";
    assertRefused(message, new AffineFill(bad, 2, 0));
    assertRefused(message, new ClampFill(bad, 0, 1));
    assertRefused(message, new SumFill(List.of(ZERO, bad)));
    assertRefused(message, new NoiseFill(ZERO, bad));
    assertRefused(message, new MaskFill(bad, new Mask.Bernoulli(0.5)));
    assertRefused(message, new MixtureFill(List.of(ZERO, bad), List.of(0.5, 0.5)));
    assertRefused(
        "an exact-count mask of [1, 1] must have as many elements as shape [4, 2]",
        new BlocksFill(1, List.of(2L, 4L), List.of(bad, ZERO)));
  }

  @Test
  void partsOfComplexElementsHaveHalfOfTheVariance() {
    double half = Math.sqrt(0.5);
    assertEquals(new NormalFill(3, 2 * half), new NormalFill(3, 2).ofPart());
    assertEquals(
        new UniformFill(-half, half, ComplexBounds.BY_VARIANCE),
        new UniformFill(-1, 1, ComplexBounds.BY_VARIANCE).ofPart());
    UniformFill given = new UniformFill(2, 5, ComplexBounds.PER_PART);
    assertEquals(given, given.ofPart());
    assertEquals(
        new TruncatedNormalFill(1, 3 * half, 1 - 6 * half, 7, ComplexBounds.PER_PART).std(),
        new TruncatedNormalFill(1, 3, -5, 7, ComplexBounds.PER_PART).ofPart().std());
    assertEquals(
        1 - 6 * half,
        new TruncatedNormalFill(1, 3, -5, 7, ComplexBounds.BY_VARIANCE).ofPart().low());
  }

  private static void assertRefused(String message, FillPlan plan) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> PlanCheck.require(plan, SHAPE))
            .getMessage());
  }
}
