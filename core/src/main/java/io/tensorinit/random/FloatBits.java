package io.tensorinit.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Bits of many floats, and floats of many bits, by copying them: a loop of {@link
 * Float#floatToRawIntBits} or {@link Float#intBitsToFloat} is not vectorized.
 *
 * <p>Holds scratch: for one thread at a time.
 */
final class FloatBits {
  private final IntBuffer ints;
  private final FloatBuffer floats;

  /**
   * Scratch.
   *
   * @param most how many are copied at most
   */
  FloatBits(int most) {
    ByteBuffer bytes = ByteBuffer.allocate(most * Integer.BYTES).order(ByteOrder.nativeOrder());
    this.ints = bytes.asIntBuffer();
    this.floats = bytes.asFloatBuffer();
  }

  /** Bits of {@code count} floats from {@code from} on, put from index 0 on. */
  void of(float[] values, int from, int count, int[] bits) {
    floats.put(0, values, from, count);
    ints.get(0, bits, 0, count);
  }

  /** Floats of {@code count} bits, both from the same index on. */
  void floats(int[] bits, int from, int count, float[] values) {
    ints.put(0, bits, from, count);
    floats.get(0, values, from, count);
  }
}
