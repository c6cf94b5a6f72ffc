package io.tensorinit.benchmarks.peers;

import static io.tensorinit.benchmarks.peers.Operation.BOUND;
import static io.tensorinit.benchmarks.peers.Operation.STD;
import static io.tensorinit.benchmarks.peers.Operation.VALUE;

import io.tensorinit.tensor.DType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.GaussianDistribution;
import org.nd4j.linalg.api.ops.random.impl.TruncatedNormalDistribution;
import org.nd4j.linalg.api.ops.random.impl.UniformDistribution;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J's operations, into an array that is there. */
final class Nd4jFill implements PeerFill {
  private final INDArray array;
  private final Runnable fill;

  Nd4jFill(Operation operation, int threads, int rows, int columns) {
    // Some operations ask the environment, others OpenMP.
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    Nd4j.getRandom().setSeed(1);
    array = Nd4j.zeros(type(operation), rows, columns);
    fill =
        switch (operation) {
          case CONSTANT -> () -> array.assign(VALUE);
          case UNIFORM -> () -> Nd4j.exec(new UniformDistribution(array, -BOUND, BOUND));
          case NORMAL, BF16_NORMAL -> () -> Nd4j.exec(new GaussianDistribution(array, 0, STD));
          case TRUNCATED_NORMAL ->
              () -> Nd4j.exec(new TruncatedNormalDistribution(array, 0, STD));
          case SPARSE -> throw operation.unknownTo("ND4J");
        };
  }

  private static DataType type(Operation operation) {
    return operation.dtype() == DType.BF16 ? DataType.BFLOAT16 : DataType.FLOAT;
  }

  @Override
  public void run() {
    fill.run();
  }

  @Override
  public float[] values() {
    return array.castTo(DataType.FLOAT).ravel().toFloatVector();
  }
}
