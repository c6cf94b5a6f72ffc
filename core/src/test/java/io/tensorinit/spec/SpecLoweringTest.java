package io.tensorinit.spec;

import static io.tensorinit.Initializers.block;
import static io.tensorinit.Initializers.blocks;
import static io.tensorinit.Initializers.chance;
import static io.tensorinit.Initializers.mixture;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.sum;
import static io.tensorinit.Initializers.uniform;
import static io.tensorinit.Initializers.zeros;
import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tensorinit.Initializers;
import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.names.Layouts;
import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.jax.JaxPeer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.plan.TableFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * How specs become plans. The peers' numbers are those of reference/conformance.json, read off the
 * peers; where they are given with ten digits, so is the tolerance.
 */
class SpecLoweringTest {
  private static final Layout IN_OUT = Layout.IN_OUT;
  private static final Layout OUT_IN = Layout.OUT_IN;

  private static FillPlan lower(Initializer spec, long... shape) {
    return spec.lower(Shape.of(shape), IN_OUT);
  }

  private static void assertHalfWidth(double expected, Initializer spec, long... shape) {
    UniformFill plan = (UniformFill) lower(spec, shape);
    assertEquals(expected, plan.high(), 1e-9 * expected);
    assertEquals(-plan.high(), plan.low());
    assertEquals(ComplexBounds.BY_VARIANCE, plan.complexBounds());
  }

  private static void assertPlainStd(double expected, Initializer spec, long... shape) {
    NormalFill plan = (NormalFill) lower(spec, shape);
    assertEquals(expected, plan.std(), 1e-9 * expected);
    assertEquals(0, plan.mean());
  }

  private static void assertCut(double std, double bound, Initializer spec, long... shape) {
    TruncatedNormalFill plan = (TruncatedNormalFill) lower(spec, shape);
    assertEquals(std, plan.std(), 1e-9 * std);
    assertEquals(bound, plan.high(), 1e-9 * bound);
    assertEquals(-plan.high(), plan.low());
    assertEquals(ComplexBounds.BY_VARIANCE, plan.complexBounds());
  }

  @Test
  void scalesVariancesAsThePeersDo() {
    assertHalfWidth(0.25, Initializers.glorotUniform(), 64, 32);
    assertHalfWidth(0.2041241452, Initializers.heUniform(), 3, 3, 16, 32);
    assertHalfWidth(0.2357022604, Initializers.lecunUniform(), 3, 3, 3, 2, 4);
    assertHalfWidth(0.3535533906, Initializers.xavierUniform(Math.sqrt(2)), 64, 32);
    assertHalfWidth(0.125, Initializers.fanInUniform(), 64, 32);
    assertCut(0.1640897642, 0.3281795284, Initializers.glorotNormal(), 64, 32);
    assertCut(0.1339787314, 0.2679574629, Initializers.heNormal(), 3, 3, 16, 32);
    assertCut(0.1797513306, 0.3595026612, Initializers.lecunNormal(), 5, 8, 24);
    assertPlainStd(0.125, Initializers.lecunPlainNormal(), 64, 32);
    assertPlainStd(0.1767766953, Initializers.kaimingNormal(), 64, 32);
    assertPlainStd(0.09622504486, Initializers.xavierNormal(1), 3, 3, 8, 16);
    assertPlainStd(
        0.1767766953,
        Initializers.varianceScaling(1, FanMode.FAN_GEO_AVG, Distribution.NORMAL),
        64,
        16);
    assertHalfWidth(
        0.4330127019,
        Initializers.varianceScaling(2, FanMode.FAN_OUT, Distribution.UNIFORM),
        64,
        32);
    assertCut(
        0.125,
        0.25,
        Initializers.varianceScaling(1, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL_UNCORRECTED),
        64,
        32);
  }

  @Test
  void givesAliasesTheBitsOfTheirNames() {
    assertEquals(
        lower(Initializers.heUniform(), 64, 32), lower(Initializers.kaimingUniform(), 64, 32));
  }

  @Test
  void treatsZeroFansAsTheRuleSays() {
    assertHalfWidth(Math.sqrt(2), Initializers.glorotUniform(), 0, 3);
    assertRefused(
        "FAN_AVG must not be zero, was zero for shape [0, 0]: a division by zero",
        () -> lower(Initializers.xavierUniform(1), 0, 0));
    assertRefused(
        "FAN_OUT needs a fan that is not known for shape [5], fans are Fans[in=3.0, out=NaN]",
        () ->
            Initializers.varianceScaling(1, FanMode.FAN_OUT, Distribution.NORMAL)
                .lower(Shape.of(5), Layout.NONE.withFans(3, Double.NaN)));
  }

  @Test
  void readsFansByAPeersRules() {
    Initializer torch = new AsPeer(Initializers.heUniform(), TorchPeer.PEER, Set.of(DType.F16));
    assertEquals(Optional.of(Layouts.named("torch")), torch.ownLayout());
    assertEquals(Optional.empty(), torch.fans(Shape.of(3), OUT_IN));
    assertRefused(
        "no fans for shape [3] in layout out_in: its rank must be at least 2 for torch, whose fans"
            + " need two axes, was 1",
        () -> torch.lower(Shape.of(3), OUT_IN));
    assertRefused(
        "dtype F16 is refused here, as torch refuses it; without the prefix no dtype is refused",
        () -> torch.requireDType(DType.F16));
    torch.requireDType(DType.F32);
    Initializer axes =
        new OnAxes(Initializers.lecunUniform(), Layout.axes(List.of(0), List.of(1, 2), List.of()));
    assertEquals(
        Optional.of(new Fans(512, 128)),
        new AsPeer(axes, JaxPeer.PEER).fans(Shape.of(512, 8, 16), OUT_IN));
  }

  @Test
  void cutsNormalsInSigmasAndAbsolutely() {
    assertEquals(
        new TruncatedNormalFill(1, 0.5, 0, 2, ComplexBounds.BY_VARIANCE),
        lower(Initializers.truncatedNormal(1, 0.5), 3));
    assertEquals(
        new TruncatedNormalFill(0, 0.02, -2, 2, ComplexBounds.PER_PART),
        lower(Initializers.truncatedNormalBetween(0, 0.02, -2, 2), 3));
    assertCut(
        0.05 / 0.87962566103423978,
        0.1 / 0.87962566103423978,
        Initializers.correctedTruncatedNormal(0, 0.05),
        3);
    TruncatedNormalFill wide =
        (TruncatedNormalFill) lower(TruncatedNormal.corrected(0, 1, -1, 3), 3);
    // the std of a standard normal cut to [-1, 3], mpmath
    assertEquals(1 / Math.sqrt(0.61614173535782929613), wide.std(), 1e-14);
  }

  @Test
  void seesTensorsAsMatrices() {
    Orthogonal spec = Initializers.orthogonal(2);
    assertEquals(
        new MatrixView(List.of(0, 1, 2), List.of(3), List.of()), view(spec, IN_OUT, 3, 3, 2, 5));
    assertEquals(
        new MatrixView(List.of(0), List.of(1, 2, 3), List.of()),
        view(spec.withRowAxis(0), IN_OUT, 8, 2, 3, 3));
    assertEquals(
        new MatrixView(List.of(1, 2), List.of(0), List.of()),
        view(spec.withColumnAxis(0), IN_OUT, 7, 3, 5));
    MatrixView stack = new MatrixView(List.of(1), List.of(2), List.of(0));
    assertEquals(stack, view(spec.withBatchAxes(List.of(0)), IN_OUT, 8, 3, 5));
    assertEquals(stack, view(spec, IN_OUT.withBatchAxes(0), 8, 3, 5));
    assertRefused("orthogonal: rank must be at least 2, was 1 for shape [3]", () -> lower(spec, 3));
    assertRefused(
        "orthogonal: rank must be at least 2 without the batch axes [0], one axis for the COLUMNS"
            + " (-1) and one more, was shape [8, 3]",
        () -> spec.lower(Shape.of(8, 3), IN_OUT.withBatchAxes(0)));
    assertRefused("gain must be finite, was Infinity", () -> new Orthogonal(1e300));
  }

  private static MatrixView view(Orthogonal spec, Layout layout, long... shape) {
    return ((OrthogonalFill) spec.lower(Shape.of(shape), layout)).view();
  }

  @Test
  void putsAnOrthogonalMatrixIntoTheCentre() {
    OverlayFill plan = (OverlayFill) lower(Initializers.deltaOrthogonal(1), 4, 3, 2, 5);
    assertEquals(List.of(1L, 1L, 0L, 0L), boxed(plan.box().start()));
    assertEquals(Shape.of(1, 1, 2, 5), plan.box().shape());
    MatrixView view = ((OrthogonalFill) plan.inside()).view();
    assertEquals(2, view.rows(plan.box().shape()));
    assertEquals(5, view.columns(plan.box().shape()));
    OverlayFill first =
        (OverlayFill)
            lower(new DeltaOrthogonal(1, ChannelOrder.FIRST, OrthogonalFill.Method.QR), 5, 2, 4, 3);
    assertEquals(List.of(0L, 0L, 1L, 1L), boxed(first.box().start()));
    assertEquals(2, ((OrthogonalFill) first.inside()).view().rows(first.box().shape()));
    assertRefused(
        "delta orthogonal: in channels must not exceed out channels, was 4 and 2 in shape [3, 4, 2]",
        () -> lower(Initializers.deltaOrthogonal(1), 3, 4, 2));
    assertRefused(
        "delta orthogonal: rank must be 3 to 5, was 2 for shape [2, 2]",
        () -> lower(Initializers.deltaOrthogonal(1), 2, 2));
  }

  private static List<Long> boxed(long[] values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }

  @Test
  void marksTheDiagonal() {
    assertEquals(
        new DiagonalFill(2, 1, 0, 1, List.of(0L, 0L), List.of(0L, 0L)),
        lower(Initializers.identity(2), 2, 3));
    assertEquals(
        new DiagonalFill(1, 2, 1, 1, List.of(1L, 0L, 0L), List.of(0L, 1L, 1L)),
        lower(Initializers.identity().withShift(Shift.of(1)), 4, 2, 3));
    assertEquals(
        new DiagonalFill(1, 0, 1, 1, List.of(0L, 0L, 1L), List.of(0L, 0L, 0L)),
        Initializers.identity().lower(Shape.of(2, 2, 4), OUT_IN));
    assertEquals(
        new DiagonalFill(1, 1, 0, 1, List.of(0L, 0L), List.of(0L, 1L)),
        lower(Initializers.identity().withShift(Shift.perAxis(List.of(0L, 1L))), 2, 3));
    assertEquals(new ConstantFill(0), lower(Initializers.identity(), 4));
    assertEquals(
        new DiagonalFill(1, 0, 1, 2, List.of(0L, 0L, 2L), List.of(0L, 0L, 0L)),
        lower(Initializers.dirac(2), 4, 2, 4));
  }

  @Test
  void refusesShapesThatHaveNoDiagonal() {
    assertRefused(
        "identity: rank must be 2, was 3 for shape [3, 3, 3]",
        () -> lower(Initializers.identity().withFits(Identity.Fits.MATRIX), 3, 3, 3));
    Identity square = Initializers.identity().withFits(Identity.Fits.SQUARE);
    assertRefused(
        "identity: must be square, with as many inputs as outputs, was shape [2, 3]",
        () -> lower(square, 2, 3));
    assertRefused(
        "identity: kernel sizes must be odd, was 4 along axis 2 of shape [2, 2, 4, 4]",
        () -> square.lower(Shape.of(2, 2, 4, 4), OUT_IN));
    assertRefused(
        "identity: the channel axes of shape [2, 2, 3] must be known, layout none does not say"
            + " them",
        () -> Initializers.identity().lower(Shape.of(2, 2, 3), Layout.NONE));
    assertRefused(
        "shift must have at most one entry for each axis of shape [2, 3], was [1, 1, 1]",
        () -> lower(Initializers.identity().withShift(Shift.perAxis(List.of(1L, 1L, 1L))), 2, 3));
    assertRefused(
        "dirac: axis 0 must be divisible by groups 2, was 5 in shape [5, 2, 3]",
        () -> lower(Initializers.dirac(2), 5, 2, 3));
    assertRefused(
        "dirac: rank must be 3 to 5, was 2 for shape [5, 2]",
        () -> lower(Initializers.dirac(1), 5, 2));
    assertRefused("groups must be 1 or more, was 0", () -> Initializers.dirac(0));
  }

  @Test
  void countsZerosOfColumns() {
    assertEquals(3, zerosOfAColumn(0.3, 10));
    assertEquals(8, zerosOfAColumn(0.07, 100));
    assertEquals(1, zerosOfAColumn(0.1, 5));
    assertEquals(29, zerosOfAColumn(0.29, 100));
    assertEquals(4, zerosOfAColumn(0.5, 7));
    assertEquals(0, zerosOfAColumn(0, 100));
    assertEquals(100, zerosOfAColumn(1, 100));
    assertRefused(
        "sparse: rank must be 2, was 3 for shape [5, 2, 2]",
        () -> lower(Initializers.sparse(0.5, 1), 5, 2, 2));
    for (double outside : new double[] {Double.NaN, -0.1, 1.1}) {
      assertRefused(
          "sparsity must lie in 0..1, was " + outside, () -> Initializers.sparse(outside, 1));
    }
  }

  private static long zerosOfAColumn(double sparsity, long rows) {
    MaskFill plan = (MaskFill) lower(Initializers.sparse(sparsity, 0.01), rows, 3);
    return ((Mask.ExactCount) plan.mask()).zeros();
  }

  @Test
  void repeatsGivenArrays() {
    Initializer row = Initializers.constant(new double[] {1, 2, 3}, 3);
    assertTable(new double[] {1, 2, 3, 1, 2, 3}, lower(row, 2, 3));
    Initializer column = Initializers.constant(new double[] {1, 2}, 2, 1);
    assertTable(new double[] {1, 1, 1, 2, 2, 2}, lower(column, 2, 3));
    assertTable(
        new double[] {1, 2, 3, 4},
        lower(Initializers.given(new double[] {1, 2, 3, 4}, 2, 2), 2, 2));
    assertRefused(
        "given values of shape [3] cannot be repeated to shape [2, 2]", () -> lower(row, 2, 2));
    assertRefused(
        "given tensor has shape [4], the tensor to fill must have it, too, was [2, 2]",
        () -> lower(Initializers.given(new double[4], 4), 2, 2));
    assertRefused(
        "values must be as many as shape [2, 3] has elements, was 5",
        () -> Initializers.given(new double[5], 2, 3));
  }

  private static void assertTable(double[] expected, FillPlan plan) {
    TableFill table = assertInstanceOf(TableFill.class, plan);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], table.table().at(i), 2e-6, "element " + i);
    }
  }

  @Test
  void makesKernelsByFormula() {
    assertTable(
        new double[] {0.0625, 0.1875, 0.1875, 0.1875, 0.5625, 0.5625, 0.1875, 0.5625, 0.5625},
        lower(Initializers.bilinear(), 1, 1, 3, 3));
    assertTable(new double[] {1, 0, 0, 0, 1, 0, 0, 0}, lower(Initializers.bilinear(), 2, 1, 2, 2));
    assertTable(
        new double[] {0, 0, 0, 0, 0, 0.1161935697, 0.08216126109, 0, -0.08216126109, -0.1161935697},
        lower(Initializers.stft(Stft.Side.REAL), 8, 1, 5));
    Window hamming = Window.named("hamming");
    assertTable(
        new double[] {
          0, 0, 0, 0, 0, -0.2684678752, -0.2684678752, 0, 0, -0.6668395609, 0.6668395609
        },
        lower(new Stft(Stft.Side.IMAG, hamming, Stft.Scaling.NONE, true), 6, 1, 4));
    assertTable(
        new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0, -0.2},
        lower(
            new Stft(Stft.Side.REAL, Window.of(1, 2, 3, 4), Stft.Scaling.SPECTRUM, false),
            4,
            2,
            3));
    assertTable(
        new double[] {1, 1, 1, 1, 0, -1, 1, -1, 1}, lower(new Stft(Stft.Side.REAL), 4, 1, 3));
    assertTable(
        new double[] {0, 0.6931471806, 1.098612289, 1.386294361, 0},
        lower(Initializers.get("mamba:A_log"), 2, 4));
    assertRefused(
        "stft: the last axis must have F / 2 + 1 >= 2 bands, was 1",
        () -> lower(Initializers.stft(Stft.Side.REAL), 4, 1, 1));
    assertRefused(
        "stft: the window must not sum to zero, was zero at all 2 points",
        () -> lower(Initializers.stft(Stft.Side.REAL), 2, 1, 2));
    assertRefused(
        "bilinear: rank must be 4, was 2 for shape [2, 2]",
        () -> lower(Initializers.bilinear(), 2, 2));
  }

  @Test
  void setsOneGate() {
    OverlayFill plan = (OverlayFill) lower(Initializers.unitForgetBias("ifco"), 12);
    assertEquals(new ConstantFill(0), plan.base());
    assertEquals(new ConstantFill(1), plan.inside());
    assertEquals(List.of(3L), boxed(plan.box().start()));
    assertEquals(Shape.of(3), plan.box().shape());
    assertRefused(
        "gate bias: the last axis must be divisible by the 4 gates of \"ifco\", was shape [10]",
        () -> lower(Initializers.unitForgetBias("ifco"), 10));
    assertRefused(
        "gate must be one letter of the order \"igo\", was 'f'",
        () -> Initializers.unitForgetBias("igo"));
  }

  @Test
  void countsSuccesses() {
    DiscreteFill plan = (DiscreteFill) lower(Initializers.binomial(3, 0.25), 5);
    assertEquals(List.of(0.0, 1.0, 2.0, 3.0), plan.values());
    double[] expected = {27 / 64.0, 27 / 64.0, 9 / 64.0, 1 / 64.0};
    for (int k = 0; k < 4; k++) {
      assertEquals(expected[k], plan.probabilities().get(k), 1e-15);
    }
    assertEquals(
        new DiscreteFill(List.of(7.0), List.of(1.0)), lower(Initializers.binomial(7, 1), 5));
    assertEquals(
        new DiscreteFill(List.of(0.0), List.of(1.0)), lower(Initializers.binomial(7, 0), 5));
    assertRefused("trials must lie in 0..10000, was -1", () -> Initializers.binomial(-1, 0.5));
    assertRefused("success must lie in 0..1, was 1.5", () -> Initializers.binomial(2, 1.5));
  }

  @Test
  void composes() {
    NormalFill unit = new NormalFill(0, 1);
    Initializer spec = normal(0, 1);
    assertEquals(new AffineFill(unit, 3, -0.0), lower(spec.scaled(3), 5));
    assertEquals(new AffineFill(unit, 1, 3), lower(spec.shifted(3), 5));
    assertEquals(new ClampFill(unit, -1, 2), lower(spec.clamped(-1, 2), 5));
    assertEquals(new MaskFill(unit, new Mask.Bernoulli(0.25)), lower(spec.masked(0.25), 5));
    assertEquals(new NoiseFill(new ConstantFill(0), unit), lower(zeros().withNoise(spec), 5));
    assertEquals(
        new SumFill(List.of(unit, unit, new ConstantFill(0))),
        lower(spec.plus(spec).plus(zeros()), 5));
    assertEquals(sum(spec, spec, zeros()), spec.plus(spec).plus(zeros()));
    OverlayFill padded = (OverlayFill) lower(spec.withPaddingRow(-1), 5, 2);
    assertEquals(List.of(4L, 0L), boxed(padded.box().start()));
    assertEquals(
        Region.box(new long[] {4, 0}, new long[] {1, 2}).shapeIn(Shape.of(5, 2)),
        padded.box().shape());
    assertEquals(new ConstantFill(0), padded.inside());
  }

  @Test
  void drawsTheMixtureOfDiveIntoDeepLearning() {
    MixtureFill plan =
        (MixtureFill)
            lower(
                mixture(
                    chance(0.25, uniform(5, 10)),
                    chance(0.5, zeros()),
                    chance(0.25, uniform(-10, -5))),
                100,
                100);
    assertEquals(List.of(0.25, 0.5, 0.25), plan.probabilities());
    assertEquals(new UniformFill(5, 10, ComplexBounds.PER_PART), plan.components().get(0));
    assertRefused(
        "mixture: probabilities must add up to 1, was [0.25, 0.5]",
        () -> mixture(chance(0.25, zeros()), chance(0.5, zeros())));
    assertRefused("probability must lie in 0..1, was -0.5", () -> chance(-0.5, zeros()));
  }

  @Test
  void setsBlocksSideBySideWithTheirOwnFans() {
    // packed Q, K, V of 8 x 8 each: bound sqrt(6 / 16) as separate projections have it
    Initializer qkv =
        blocks(
            0,
            block(Initializers.glorotUniform()),
            block(Initializers.glorotUniform()),
            block(Initializers.glorotUniform()));
    BlocksFill plan = (BlocksFill) qkv.lower(Shape.of(24, 8), OUT_IN);
    assertEquals(List.of(8L, 8L, 8L), plan.sizes());
    assertEquals(0.6123724357, ((UniformFill) plan.blocks().get(2)).high(), 1e-9);
    assertEquals(Optional.of(new Fans(8, 8)), qkv.fans(Shape.of(24, 8), OUT_IN));
    BlocksFill uneven =
        (BlocksFill) lower(blocks(-1, block(2, zeros()), block(zeros()), block(3, zeros())), 4, 9);
    assertEquals(List.of(2L, 4L, 3L), uneven.sizes());
    assertEquals(1, uneven.axis());
    assertRefused(
        "blocks must fill axis 0 of shape [10], were [2, a share, a share, a share]",
        () ->
            lower(
                blocks(0, block(2, zeros()), block(zeros()), block(zeros()), block(zeros())), 10));
    assertRefused("size of a block must be 0 or more, was -1", () -> block(-1, zeros()));
  }

  @Test
  void passesFansLayoutsAndDtypesThroughCompositions() {
    Initializer torch = new AsPeer(normal(0, 1), TorchPeer.PEER, Set.of(DType.F16));
    for (Initializer composed :
        List.of(
            torch.scaled(2),
            torch.withPaddingRow(0),
            torch.plus(zeros()),
            mixture(chance(1, torch)),
            blocks(0, block(torch)))) {
      assertEquals(Optional.of(Layouts.named("torch")), composed.ownLayout());
      assertRefused(
          "dtype F16 is refused here, as torch refuses it; without the prefix no dtype is refused",
          () -> composed.requireDType(DType.F16));
    }
    assertEquals(Optional.empty(), torch.scaled(2).fans(Shape.of(3), OUT_IN));
  }

  @Test
  void refusesNonsense() {
    assertRefused(
        "uniform needs finite bounds with low <= high, was low 1.0, high 0.0", () -> uniform(1, 0));
    assertRefused(
        "uniform needs a width that is finite in float64, was low -1.7E308, high 1.7E308",
        () -> uniform(-1.7e308, 1.7e308));
    assertRefused("std must be 0 or more and finite, was -1.0", () -> normal(0, -1));
    assertRefused("mean must be finite, was NaN", () -> normal(Double.NaN, 1));
    assertRefused("value must be a number, was NaN", () -> Initializers.constant(Double.NaN));
    assertRefused(
        "std must be above 0 and finite, was 0.0", () -> Initializers.truncatedNormal(0, 0));
    assertRefused(
        "scale must be above 0 and finite, was 0.0",
        () -> Initializers.varianceScaling(0, FanMode.FAN_IN, Distribution.UNIFORM));
    assertRefused("gain must be finite and not 0, was 0.0", () -> Initializers.xavierUniform(0));
    assertRefused("scale must be finite, was NaN", () -> zeros().scaled(Double.NaN));
    assertRefused(
        "shift must be finite, was Infinity", () -> zeros().shifted(Double.POSITIVE_INFINITY));
    assertRefused("clamp needs low <= high, was low 1.0, high 0.0", () -> zeros().clamped(1, 0));
    assertRefused("keep must lie in 0..1, was 2.0", () -> zeros().masked(2));
    assertRefused(
        "padding row must lie in -5..4 for shape [5, 2], was 5",
        () -> lower(zeros().withPaddingRow(5), 5, 2));
    assertRefused("sum needs one summand or more, was none", () -> sum());
    assertRefused("blocks must be one or more, was none", () -> blocks(0));
    assertRefused(
        "truncated normal of a given std needs low < high, was low 1.0, high 1.0",
        () -> TruncatedNormal.corrected(0, 1, 1, 1));
    assertRefused(
        "log_normal takes [mean, std], was [1.0]",
        () -> Continuous.of(Continuous.Family.LOG_NORMAL, 1));
  }
}
