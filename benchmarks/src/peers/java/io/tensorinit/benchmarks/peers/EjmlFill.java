package io.tensorinit.benchmarks.peers;

import static io.tensorinit.benchmarks.peers.Operation.BOUND;
import static io.tensorinit.benchmarks.peers.Operation.STD;

import java.util.Random;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.RandomMatrices_FDRM;

/** EJML's random matrices, by one thread and {@link Random}, the generator that it takes. */
final class EjmlFill implements PeerFill {
  private final FMatrixRMaj matrix;
  private final Runnable fill;

  EjmlFill(Operation operation, int rows, int columns) {
    Random random = new Random(1);
    matrix = new FMatrixRMaj(rows, columns);
    fill =
        switch (operation) {
          case UNIFORM ->
              () ->
                  RandomMatrices_FDRM.fillUniform(matrix, (float) -BOUND, (float) BOUND, random);
          case NORMAL ->
              () -> RandomMatrices_FDRM.fillGaussian(matrix, 0, (float) STD, random);
          default -> throw operation.unknownTo("EJML");
        };
  }

  @Override
  public void run() {
    fill.run();
  }

  @Override
  public float[] values() {
    return matrix.data.clone();
  }
}
