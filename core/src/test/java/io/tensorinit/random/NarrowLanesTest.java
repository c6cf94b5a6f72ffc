package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NarrowLanesTest {
  private static final int STRIDE = 1021; // a prime: all exponents, 4 million of the floats

  @ParameterizedTest
  @EnumSource
  void roundAsTheTypeDoes(NarrowFloat type) {
    int tile = 3000;
    float[] values = new float[tile];
    NarrowLanes lanes = new NarrowLanes(type);
    for (long bits = 0; bits < 1L << 32; bits += (long) STRIDE * tile) {
      for (int i = 0; i < tile; i++) {
        values[i] = Float.intBitsToFloat((int) (bits + (long) STRIDE * i));
      }
      check(type, lanes, values);
    }
    for (int code = 0; code < 1 << type.bits(); code++) {
      float value = type.decode(code);
      float half = (value + type.decode(code + 1)) / 2;
      float[] edges = {
        value,
        half,
        Math.nextUp(half),
        Math.nextDown(half),
        -half,
        0f,
        -0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        type.maxValue(),
        Math.nextUp(type.maxValue())
      };
      check(type, lanes, edges);
    }
  }

  private static void check(NarrowFloat type, NarrowLanes lanes, float[] values) {
    short[] shorts = new short[values.length];
    byte[] bytes = new byte[values.length];
    if (type.bits() == 16) {
      lanes.encode(values, values.length, shorts);
    } else {
      lanes.encode(values, values.length, bytes);
    }
    for (int i = 0; i < values.length; i++) {
      int expected = type.encode(values[i]);
      int found = type.bits() == 16 ? shorts[i] & 0xFFFF : bytes[i] & 0xFF;
      if (expected != found) {
        assertEquals(expected, found, type + " of " + values[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refuseWhatDoesNotFit(NarrowFloat type) {
    NarrowLanes lanes = new NarrowLanes(type);
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.encode(new float[3], 4, new short[4]));
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.encode(new float[4], 4, new byte[3]));
  }
}
