package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.threads.TaskRunner;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The matrices are Haar distributed: moments of traces against those of the orthogonal and unitary
 * groups, elements and phases against their exact distributions, the two methods against each
 * other.
 *
 * <p>Stacks of keys 1, 2, 3 ... as they come; no test is repeated. 60 single tests at a false-alarm
 * rate of {@link Statistic#ALPHA} each: a right library fails this class with probability 0.6%, and
 * as the keys are fixed, it does so always or never.
 *
 * <p>Source of the moments: P. Diaconis and M. Shahshahani (1994), On the eigenvalues of random
 * matrices, J. Appl. Probab. 31A. What none of this sees, signs and phases, {@code
 * kat/orthogonal.csv} pins.
 */
class HaarDistributionTest {
  private static final int MATRICES = 20_000;

  @ParameterizedTest
  @EnumSource(Method.class)
  void orthogonalGroup(Method method) {
    Complex[][][] stack = stack(MATRICES, 5, 5, DType.F32, Key.raw(1), method);
    statistic("tr Q", stack, q -> trace(q).re()).hasMean(0);
    statistic("(tr Q)^2", stack, q -> trace(q).squared()).hasMean(1);
    statistic("tr Q^2", stack, q -> traceOfSquare(q).re()).hasMean(1);
    statistic("(tr Q^2)^2", stack, q -> traceOfSquare(q).squared()).hasMean(3);
    statistic("sign of det Q", stack, q -> Math.signum(determinant(q).re())).hasMean(0);
    for (int[] place : new int[][] {{0, 0}, {0, 4}, {4, 0}, {4, 4}, {2, 3}}) {
      statistic("element", stack, q -> q[place[0]][place[1]].re())
          .follows(x -> 0.5 + (3 * x - x * x * x) / 4);
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void unitaryGroup(Method method) {
    Complex[][][] stack = stack(MATRICES, 4, 4, DType.C64, Key.raw(2), method);
    statistic("Re tr Q", stack, q -> trace(q).re()).hasMean(0);
    statistic("Im tr Q", stack, q -> trace(q).im()).hasMean(0);
    statistic("|tr Q|^2", stack, q -> trace(q).squared()).hasMean(1);
    statistic("|tr Q^2|^2", stack, q -> traceOfSquare(q).squared()).hasMean(2);
    statistic("Re (tr Q)^2", stack, q -> trace(q).times(trace(q)).re()).hasMean(0);
    statistic("phase of det Q", stack, q -> phase(determinant(q)))
        .follows(HaarDistributionTest::turn);
    for (int[] place : new int[][] {{0, 0}, {3, 3}, {0, 3}}) {
      statistic("phase", stack, q -> phase(q[place[0]][place[1]]))
          .follows(HaarDistributionTest::turn);
      statistic("|element|^2", stack, q -> q[place[0]][place[1]].squared())
          .follows(x -> 1 - (1 - x) * (1 - x) * (1 - x));
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void tallMatrices(Method method) {
    Complex[][][] stack = stack(MATRICES, 7, 3, DType.F32, Key.raw(3), method);
    DoubleUnaryOperator element =
        x -> 0.5 + 15.0 / 16 * (x - 2 * x * x * x / 3 + x * x * x * x * x / 5);
    statistic("first", stack, q -> q[0][0].re()).follows(element);
    statistic("last", stack, q -> q[6][2].re()).follows(element);
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void matricesOfSeveralBlocks(Method method) {
    Complex[][][] stack = stack(1000, 60, 60, DType.F32, Key.raw(4), method);
    statistic("(tr Q)^2", stack, q -> trace(q).squared()).hasMean(1);
    statistic("tr Q^2", stack, q -> traceOfSquare(q).re()).hasMean(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "C64"})
  void theTwoMethodsAgreeInDistribution(DType dtype) {
    Complex[][][] stewart = stack(MATRICES, 5, 5, dtype, Key.raw(5), Method.STEWART);
    Complex[][][] qr = stack(MATRICES, 5, 5, dtype, Key.raw(6), Method.QR);
    Map<String, ToDoubleFunction<Complex[][]>> values =
        Map.of(
            "tr Q", q -> trace(q).re(),
            "tr Q^2", q -> traceOfSquare(q).re(),
            "last element", q -> q[4][4].re(),
            "|element|^2", q -> q[1][3].squared());
    values.forEach(
        (name, value) ->
            statistic(name, stewart, value).followsTheSameAs(statistic(name, qr, value)));
  }

  private static Complex[][][] stack(
      int count, int rows, int columns, DType dtype, Key key, Method method) {
    OrthogonalFill plan =
        new OrthogonalFill(new MatrixView(List.of(1), List.of(2), List.of(0)), 1, method);
    OrthogonalMatrices matrices =
        OrthogonalMatrices.of(plan, Shape.of(count, rows, columns), key, dtype, TaskRunner.SERIAL);
    Complex[][][] stack = new Complex[count][][];
    for (int b = 0; b < count; b++) {
      stack[b] = Matrices.read(matrices.matrix(b), dtype.partCount());
    }
    return stack;
  }

  private static Statistic statistic(
      String name, Complex[][][] stack, ToDoubleFunction<Complex[][]> value) {
    double[] values = new double[stack.length];
    for (int b = 0; b < values.length; b++) {
      values[b] = value.applyAsDouble(stack[b]);
    }
    return new Statistic(name, values);
  }

  private static Complex trace(Complex[][] q) {
    Complex trace = Complex.ZERO;
    for (int k = 0; k < q.length; k++) {
      trace = trace.plus(q[k][k]);
    }
    return trace;
  }

  private static Complex traceOfSquare(Complex[][] q) {
    Complex trace = Complex.ZERO;
    for (int row = 0; row < q.length; row++) {
      for (int column = 0; column < q.length; column++) {
        trace = trace.plus(q[row][column].times(q[column][row]));
      }
    }
    return trace;
  }

  /** By elimination with the rows as they come: no leading minor of a sample is nearly 0. */
  private static Complex determinant(Complex[][] q) {
    Complex[][] a = new Complex[q.length][];
    for (int row = 0; row < q.length; row++) {
      a[row] = q[row].clone();
    }
    Complex determinant = Complex.ONE;
    for (int k = 0; k < a.length; k++) {
      determinant = determinant.times(a[k][k]);
      for (int row = k + 1; row < a.length; row++) {
        Complex factor = a[row][k].over(a[k][k]);
        for (int column = k; column < a.length; column++) {
          a[row][column] = a[row][column].minus(factor.times(a[k][column]));
        }
      }
    }
    return determinant;
  }

  private static double phase(Complex number) {
    return Math.atan2(number.im(), number.re());
  }

  /** The uniform distribution on [-pi, pi]. */
  private static double turn(double phase) {
    return 0.5 + phase / (2 * Math.PI);
  }
}
