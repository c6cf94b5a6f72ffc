package io.tensorinit.benchmarks.peers;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.RandomMatrices_FDRM;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * An orthogonal matrix as one makes it of EJML's parts, by one thread: normal numbers, QR, the signs
 * of R's diagonal.
 */
final class EjmlOrthogonal implements PeerFill {
  private final Random random = new Random(1);
  private final FMatrixRMaj matrix;
  private final FMatrixRMaj tall;
  private final FMatrixRMaj upper;

  EjmlOrthogonal(int rows, int columns) {
    matrix = new FMatrixRMaj(rows, columns);
    int fewer = Math.min(rows, columns);
    tall = new FMatrixRMaj(Math.max(rows, columns), fewer);
    upper = new FMatrixRMaj(fewer, fewer);
  }

  @Override
  public void run() {
    boolean wide = matrix.numRows < matrix.numCols;
    FMatrixRMaj q = wide ? tall : matrix;
    RandomMatrices_FDRM.fillGaussian(tall, 0, 1, random);
    QRDecomposition<FMatrixRMaj> qr =
        DecompositionFactory_FDRM.qr(tall.numRows, tall.numCols);
    if (!qr.decompose(tall)) {
      throw new IllegalStateException("EJML found no decomposition");
    }
    qr.getR(upper, true);
    qr.getQ(q, true);
    for (int column = 0; column < q.numCols; column++) {
      if (upper.get(column, column) < 0) {
        CommonOps_FDRM.scaleCol(-1, q, column);
      }
    }
    if (wide) {
      CommonOps_FDRM.transpose(tall, matrix);
    }
  }

  @Override
  public float[] values() {
    return matrix.data.clone();
  }
}
