package io.tensorinit.benchmarks.peers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SymbolBlock;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * An operation of PyTorch on one float32 tensor on the CPU, in place. The number of threads is the
 * process's: PyTorch sets it once.
 */
final class TorchFill implements AutoCloseable {
  static {
    // The native library lies on the class path: nothing is asked of the network.
    System.setProperty("ai.djl.offline", "true");
  }

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final SymbolBlock block;
  private final NDList tensor;
  private final ParameterStore none = new ParameterStore(manager, false);

  /**
   * Makes the operation ready.
   *
   * @param body the operation, see {@link TorchScript#of}
   * @param threads the threads that PyTorch may use
   * @param shape the tensor's shape
   */
  TorchFill(String body, int threads, long... shape) {
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    try {
      block =
          JniUtils.loadModule(
              (PtNDManager) manager,
              new ByteArrayInputStream(TorchScript.of(body)),
              false,
              false);
    } catch (IOException e) {
      throw new IllegalStateException("PyTorch does not take " + body, e);
    }
    NDArray zeros = manager.zeros(new Shape(shape), DataType.FLOAT32);
    tensor = new NDList(zeros);
  }

  /** Does it once. */
  void run() {
    block.forward(none, tensor, false).close();
  }

  /**
   * The tensor's values.
   *
   * @return a copy, row-major
   */
  float[] values() {
    return tensor.singletonOrThrow().toFloatArray();
  }

  @Override
  public void close() {
    manager.close();
  }
}
