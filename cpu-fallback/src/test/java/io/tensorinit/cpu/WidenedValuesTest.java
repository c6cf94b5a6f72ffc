package io.tensorinit.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.tensor.DType;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** Numbers of narrow elements, as a program asks for them. */
class WidenedValuesTest {
  private final FillRequest request =
      TensorInit.tensor(Initializers.normal(0, 1)).shape(64, 40).name("fc.weight");

  /** bfloat16 is the upper half of a float32: rounding by integers is another way to it. */
  @Test
  void bfloat16NumbersAreTheRoundedFloat32Numbers() {
    float[] full = request.floats();
    float[] rounded = request.dtype(DType.BF16).floats();
    for (int i = 0; i < full.length; i++) {
      int bits = Float.floatToRawIntBits(full[i]);
      int even = bits >>> 16 & 1;
      assertEquals(Float.intBitsToFloat(bits + 0x7fff + even & 0xffff0000), rounded[i]);
    }
  }

  @Test
  void doublesAreWideFloatsWhereADtypeIsSaid() {
    float[] floats = request.dtype(DType.F32).floats();
    double[] doubles = request.dtype(DType.F32).doubles();
    for (int i = 0; i < floats.length; i++) {
      assertEquals(floats[i], doubles[i]);
    }
  }

  @Test
  void aRegionAndABufferAreTheSameNumbers() {
    float[] whole = request.dtype(DType.F8_E4M3).floats();
    FloatBuffer rows = FloatBuffer.allocate(3 * 40);
    request.dtype(DType.F8_E4M3).rows(5, 3).into(rows);
    float[] expected = new float[3 * 40];
    System.arraycopy(whole, 5 * 40, expected, 0, expected.length);
    assertArrayEquals(expected, rows.array());
  }
}
