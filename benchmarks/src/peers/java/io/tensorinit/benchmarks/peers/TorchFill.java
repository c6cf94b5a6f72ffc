package io.tensorinit.benchmarks.peers;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SymbolBlock;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.tensorinit.tensor.DType;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * An operation of PyTorch on one tensor on the CPU, in place. The number of threads is the
 * process's: PyTorch sets it once.
 */
final class TorchFill implements PeerFill {
  /** PyTorch's numbers of its types; DJL cannot make bfloat16 tensors, a script can. */
  private static final int FLOAT = 6;

  private static final int BFLOAT16 = 15;

  static {
    // The native library lies on the class path: nothing is asked of the network.
    System.setProperty("ai.djl.offline", "true");
  }

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final ParameterStore none = new ParameterStore(manager, false);
  private final SymbolBlock block;
  private final NDList tensor;

  /**
   * Makes the operation ready.
   *
   * @param body the operation, see {@link TorchScript#of}
   * @param dtype the tensor's type: float32 or bfloat16
   * @param threads the threads that PyTorch may use
   * @param shape the tensor's shape
   */
  TorchFill(String body, DType dtype, int threads, long... shape) {
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    block = load(TorchScript.of(body, "t"));
    NDList zeros = new NDList(manager.zeros(new Shape(shape), DataType.FLOAT32));
    tensor = dtype == DType.BF16 ? converted(zeros, BFLOAT16) : zeros;
  }

  private SymbolBlock load(byte[] module) {
    try {
      return JniUtils.loadModule(
          (PtNDManager) manager, new ByteArrayInputStream(module), false, false);
    } catch (IOException e) {
      throw new IllegalStateException("PyTorch does not take the module", e);
    }
  }

  private NDList converted(NDList from, int type) {
    String copy = "torch.to(t, " + type + ", False, True)";
    return load(TorchScript.of("", copy)).forward(none, from, false);
  }

  /** Does it once. */
  @Override
  public void run() {
    block.forward(none, tensor, false).close();
  }

  @Override
  public float[] values() {
    try (NDList floats = converted(tensor, FLOAT)) {
      return floats.singletonOrThrow().toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
