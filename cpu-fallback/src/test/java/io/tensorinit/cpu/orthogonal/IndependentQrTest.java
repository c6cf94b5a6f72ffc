package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code method: qr} against EJML's factorization of the same normals, within the law's {@code 32
 * eps cond(G)}.
 *
 * <p>The Q whose R has a positive diagonal is unique, and so is that of a complex G: written as a
 * real matrix of 2 x 2 blocks {@code [re, -im; im, re]}, it is the block form of the complex Q.
 */
class IndependentQrTest {
  private static final double EPS_32 = 0x1p-23;
  private static final double EPS_64 = 0x1p-52;

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 2",
    "3, 2",
    "2, 3",
    "8, 8",
    "30, 7",
    "48, 48",
    "49, 49",
    "100, 97",
    "97, 100",
    "140, 140",
    "600, 60"
  })
  void agreesWithAnIndependentFactorization(int rows, int columns) {
    for (DType dtype : new DType[] {DType.F32, DType.F64, DType.C64, DType.C128}) {
      Key key = Key.raw(1);
      int m = Math.max(rows, columns);
      int n = Math.min(rows, columns);
      Complex[][] g = DirectProduct.normals(key, 0, m, n, dtype.partCount(), dtype.isDouble());
      DMatrixRMaj real = blockForm(g, dtype.partCount());
      Complex[][] expected = positiveQ(real, m, n, dtype.partCount());
      Complex[][] computed = Matrices.computed(rows, columns, dtype, key, Method.QR);
      double distance =
          Matrices.distance(computed, rows < columns ? Matrices.transposed(expected) : expected);
      double bound = 32 * (dtype.isDouble() ? EPS_64 : EPS_32) * NormOps_DDRM.conditionP2(real);
      assertTrue(distance <= bound, () -> dtype + ": off by " + distance + ", allowed " + bound);
    }
  }

  private static DMatrixRMaj blockForm(Complex[][] g, int parts) {
    DMatrixRMaj real = new DMatrixRMaj(parts * g.length, parts * g[0].length);
    for (int row = 0; row < g.length; row++) {
      for (int column = 0; column < g[0].length; column++) {
        Complex element = g[row][column];
        real.set(parts * row, parts * column, element.re());
        if (parts == 2) {
          real.set(2 * row + 1, 2 * column + 1, element.re());
          real.set(2 * row, 2 * column + 1, -element.im());
          real.set(2 * row + 1, 2 * column, element.im());
        }
      }
    }
    return real;
  }

  private static Complex[][] positiveQ(DMatrixRMaj real, int m, int n, int parts) {
    QRDecomposition<DMatrixRMaj> qr =
        DecompositionFactory_DDRM.qr(real.getNumRows(), real.getNumCols());
    qr.decompose(real.copy());
    DMatrixRMaj q = qr.getQ(null, true);
    DMatrixRMaj r = qr.getR(null, true);
    Complex[][] positive = new Complex[m][n];
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        double sign = Math.signum(r.get(parts * column, parts * column));
        positive[row][column] =
            new Complex(
                sign * q.get(parts * row, parts * column),
                parts == 2 ? sign * q.get(2 * row + 1, 2 * column) : 0);
      }
    }
    return positive;
  }
}
