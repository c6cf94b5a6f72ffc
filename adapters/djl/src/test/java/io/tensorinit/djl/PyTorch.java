package io.tensorinit.djl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;

/** The real engine, of PyTorch's CPU build, where the build brings it along. */
final class PyTorch {
  private PyTorch() {}

  /** A manager of the engine; the test is skipped where PyTorch's libraries are not there. */
  static NDManager manager() {
    assumeTrue(
        PyTorch.class.getResource("/jnilib/pytorch.properties") != null,
        "PyTorch's libraries are dependencies on Linux on x86-64 alone");
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  /** The elements of an array, row-major, through DJL's copy of them. */
  static byte[] bytes(NDArray array) {
    ByteBuffer copy = array.toByteBuffer(false);
    byte[] bytes = new byte[copy.remaining()];
    copy.get(bytes);
    return bytes;
  }
}
