package io.tensorinit.cpu.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Sample;
import io.tensorinit.testkit.SamplePlans;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements have the values that they have among all others, wherever they lie. */
class SomeElementsTest {
  private static final long SEED = 1;
  private static final double[] SHARES = {0, 0.01, 0.1, 0.3, 0.7, 1};

  private final WorkerPool pool = new WorkerPool(1);

  @AfterEach
  void close() {
    pool.close();
  }

  static Stream<Sample> samples() {
    return Stream.of(
            SamplePlans.ofAnyShape(Shape.of(53, 100)).stream(),
            SamplePlans.ofTheirShapes().stream(),
            SamplePlans.orthogonal().stream())
        .flatMap(samples -> samples)
        .filter(sample -> !sample.name().contains("QR"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void inFloat32(Sample sample) {
    check(sample, DType.F32, Precision.FLOAT32, Arrays::toString);
    check(sample, DType.C64, Precision.FLOAT32, Arrays::toString);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void inFloat64(Sample sample) {
    check(sample, DType.F64, Precision.FLOAT64, Arrays::toString);
    check(sample, DType.C128, Precision.FLOAT64, Arrays::toString);
  }

  /** Prints the values of an array; a zero's sign and NaN show. */
  private interface Print<A> {
    String of(A values);
  }

  private <A> void check(Sample sample, DType dtype, Precision<A> precision, Print<A> print) {
    Shape shape = sample.shape();
    Evaluator<A> evaluator =
        EvaluatorMaker.make(sample.plan(), shape, dtype, Key.raw(SEED), precision, pool);
    ScratchChunks<A> scratch = new ScratchChunks<>(precision);
    int parts = dtype.partCount();
    int elements = (int) shape.elementCount();
    scratch.begin(parts, elements);
    Arithmetic<A> arithmetic = precision.arithmetic();
    A all = arithmetic.allocate(elements * parts);
    evaluator.evaluate(0, elements, all, 0, scratch);
    Random random = new Random(SEED);
    for (double share : SHARES) {
      int first = random.nextInt(Math.min(7, elements));
      int[] at = new int[elements];
      int count = 0;
      for (int i = first; i < elements; i++) {
        if (random.nextDouble() < share) {
          at[count++] = i - first;
        }
      }
      A expected = arithmetic.allocate(count * parts);
      arithmetic.take(all, -first, at, count, parts, expected);
      A found = arithmetic.allocate(elements * parts);
      evaluator.evaluateAt(first, at, count, found, scratch);
      A begin = arithmetic.allocate(count * parts);
      System.arraycopy(found, 0, begin, 0, count * parts);
      assertArrayEquals(
          print.of(expected).split(", "),
          print.of(begin).split(", "),
          sample.name() + " " + dtype + ", share " + share + ", seed " + SEED);
    }
    scratch.end();
  }
}
