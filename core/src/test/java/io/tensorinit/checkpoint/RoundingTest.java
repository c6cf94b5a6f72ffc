package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.Layout;
import io.tensorinit.model.Model;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.plan.OrthogonalTolerance;
import io.tensorinit.random.SubStreams;
import io.tensorinit.spec.DeltaOrthogonal;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} takes for another machine's rounding, and what for a changed file. */
class RoundingTest {
  private static final Shape SHAPE = Shape.of(16, 16);
  private static final LongPredicate ALL = element -> true;
  private static final Initializer QR =
      new Orthogonal(1, Orthogonal.Side.COLUMNS, -1, List.of(), Method.QR);

  @TempDir Path folder;

  private static Model model(Initializer initializer, Shape shape, DType dtype) {
    return Model.builder()
        .seed(Seed.of(7))
        .dtype(dtype)
        .parameter("bias", Shape.of(3), Initializers.zeros())
        .parameter("q", shape, initializer)
        .build();
  }

  /** Compares a file of one machine with another one's values; the bias is never off. */
  private Comparison compare(Model model, double off, LongPredicate which) throws IOException {
    Path file = folder.resolve("q.safetensors");
    Checkpoints.write(model, file, new RoundingBackend(0, ALL), Progress.NONE);
    return Checkpoints.verify(
        model, file, new RoundingBackend(off, e -> e >= 3 && which.test(e)), Progress.NONE);
  }

  /** How far off is told in units of the tolerance. */
  private Comparison compare(DType dtype, double off, LongPredicate which) throws IOException {
    return compare(
        model(QR, SHAPE, dtype), off * tolerance(Seed.of(7).key("q"), SHAPE, dtype), which);
  }

  /** How far a matrix of {@link #QR} may be off. */
  private static double tolerance(Key key, Shape shape, DType dtype) {
    OrthogonalFill plan = (OrthogonalFill) QR.lower(shape, Layout.OUT_IN);
    return OrthogonalTolerance.of(plan, shape, key, dtype, 0);
  }

  private static void assertEqual(List<String> rounded, Comparison comparison) {
    assertEquals(new Comparison(Optional.empty(), rounded), comparison);
  }

  private static void assertDifferent(String beginning, Comparison comparison) {
    String text = comparison.difference().orElseThrow().toString();
    assertTrue(text.startsWith(beginning), text);
  }

  @Test
  void theSameBitsAreEqual() throws IOException {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.BF16)) {
      assertEqual(List.of(), compare(dtype, 0, ALL));
    }
  }

  @Test
  void anotherMachinesRoundingIsEqualAndNamed() throws IOException {
    assertEqual(List.of("q"), compare(DType.F32, 0.9, ALL));
    assertEqual(List.of("q"), compare(DType.F64, 0.9, ALL));
    assertEqual(List.of("q"), compare(DType.F64, -0.1, ALL));
    assertEqual(List.of("q"), compare(DType.F32, 0.9, element -> element % 50 == 0));
  }

  @Test
  void whatIsFurtherOffIsDifferent() throws IOException {
    assertDifferent("tensor \"q\": element [0, 3]: ", compare(DType.F32, 1.2, ALL));
    assertDifferent("tensor \"q\": element [0, 3]: ", compare(DType.F64, 1.01, ALL));
    assertDifferent("tensor \"q\": element [0, 3]: ", compare(DType.F32, Double.NaN, ALL));
  }

  @Test
  void fewDifferencesAreAChange() throws IOException {
    LongPredicate three = element -> element % 100 == 20;
    assertDifferent("tensor \"q\": element [1, 4]: ", compare(DType.F32, 0.1, three));
    assertDifferent("tensor \"q\": element [1, 4]: ", compare(DType.F64, 0.1, three));
    Model small = model(QR, Shape.of(7, 9), DType.F32);
    assertEqual(List.of("q"), compare(small, 5e-7, element -> element == 30));
  }

  /** One step of bfloat16 at 1 is 2^-8, at a half 2^-9. */
  @Test
  void narrowTypesMayRoundTheOtherWay() throws IOException {
    assertEqual(List.of("q"), compare(DType.BF16, -0.9, ALL));
    assertEqual(List.of("q"), compare(DType.BF16, -0.9, element -> element < 20));
    assertDifferent("tensor \"q\": element [", compare(model(QR, SHAPE, DType.BF16), 0x1p-6, ALL));
  }

  @Test
  void elsewhereEveryBitCounts() throws IOException {
    assertDifferent(
        "tensor \"q\": element [0, 3]: ",
        compare(model(Initializers.heNormal(), SHAPE, DType.F32), 1e-7, ALL));
    assertDifferent(
        "tensor \"q\": element [0, 3]: ",
        compare(model(Initializers.orthogonal(), SHAPE, DType.F32), 1e-7, ALL));
    // the kernel's centre alone is a matrix, of 12 x 12
    Initializer delta = new DeltaOrthogonal(1, ChannelOrder.LAST, Method.QR);
    Model convolution = model(delta, Shape.of(3, 12, 12), DType.F32);
    LongPredicate centre = element -> element / 144 == 1;
    assertEqual(List.of("q"), compare(convolution, 5e-7, centre));
    assertDifferent("tensor \"q\": element [0, 0, 3]: ", compare(convolution, 5e-7, ALL));
  }

  private static double tolerance(Initializer initializer, long... index) {
    return Tolerance.of(initializer.lower(SHAPE, Layout.OUT_IN), SHAPE, Key.raw(1), DType.F32)
        .at(index);
  }

  @Test
  void compositionsPassTheToleranceOn() {
    Initializer q = QR;
    Key key = Key.raw(1);
    double one = tolerance(key, SHAPE, DType.F32);
    assertTrue(one > 3e-6, () -> "" + one);
    double[] relative = {
      tolerance(q.scaled(-3), 0, 0),
      tolerance(q.shifted(1), 0, 0),
      tolerance(q.clamped(-1, 1), 0, 0),
      tolerance(q.masked(0.5), 0, 0),
      tolerance(Initializers.sum(q, Initializers.zeros(), q), 0, 0),
      tolerance(Initializers.heNormal().withNoise(q), 0, 0),
      tolerance(
          Initializers.mixture(
              Initializers.chance(0.5, Initializers.zeros()), Initializers.chance(0.5, q)),
          0,
          0),
      tolerance(q.withPaddingRow(2), 2, 5),
      tolerance(q.withPaddingRow(2), 3, 5),
      tolerance(Initializers.heNormal(), 0, 0),
      tolerance(Initializers.orthogonal(), 0, 0),
      tolerance(Initializers.sum(q, Initializers.orthogonal()), 0, 0),
    };
    double firstOfSum = tolerance(SubStreams.sum(key, 0), SHAPE, DType.F32);
    double[] expected = {
      3 * one,
      one,
      one,
      one,
      firstOfSum + tolerance(SubStreams.sum(key, 2), SHAPE, DType.F32),
      tolerance(SubStreams.noise(key), SHAPE, DType.F32),
      tolerance(SubStreams.part(key, 1), SHAPE, DType.F32),
      0,
      one,
      0,
      0,
      firstOfSum,
    };
    assertArrayEquals(expected, relative, 1e-18);
    Initializer halves =
        Initializers.blocks(
            0, Initializers.block(Initializers.zeros()), Initializers.block(q.scaled(2)));
    assertEquals(0, tolerance(halves, 7, 3));
    double second = tolerance(SubStreams.block(key, 1), Shape.of(8, 16), DType.F32);
    assertEquals(2 * second, tolerance(halves, 8, 3), 1e-18);
  }
}
