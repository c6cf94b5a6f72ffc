package io.tensorinit.benchmarks;

import io.tensorinit.memory.Destination;
import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;

/** The kinds of memory that are filled. */
public enum Memory {
  /** A Java array of the dtype's part: {@code float[]}, {@code double[]}, {@code short[]} ... */
  ARRAY {
    @Override
    public Destination allocate(DType dtype, int size) {
      int parts = Math.multiplyExact(size, dtype.partCount());
      return switch (dtype.partType().bytes()) {
        case 1 -> Destination.of(new byte[parts]);
        case 2 -> Destination.of(new short[parts]);
        case 4 -> Destination.of(new float[parts]);
        default -> Destination.of(new double[parts]);
      };
    }
  },
  /** A direct buffer in the machine's byte order. */
  DIRECT {
    @Override
    public Destination allocate(DType dtype, int size) {
      int bytes = Math.multiplyExact(size, dtype.bytes());
      return Destination.nativeOrder(ByteBuffer.allocateDirect(bytes));
    }
  };

  /**
   * Allocates memory for a tensor.
   *
   * @param dtype the type of its elements
   * @param size the number of its elements
   * @return the memory, row-major
   * @throws ArithmeticException if it exceeds 2^31 - 1 entries
   */
  public abstract Destination allocate(DType dtype, int size);
}
