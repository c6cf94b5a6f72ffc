package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference lists a type's numbers by the definition of the format and searches them. */
class NarrowFloatTest {
  @ParameterizedTest
  @CsvSource({
    // IEEE 754 binary16: largest, smallest normal, smallest subnormal, one third
    "FLOAT16, 65504, 7bff",
    "FLOAT16, 6.103515625e-5, 0400",
    "FLOAT16, 5.9604645e-8, 0001",
    "FLOAT16, 0.333251953125, 3555",
    "FLOAT16, -2, c000",
    "FLOAT16, 65519.996, 7bff",
    "FLOAT16, 65520, 7c00",
    "FLOAT16, -Infinity, fc00",
    "FLOAT16, NaN, 7e00",
    "BFLOAT16, 1, 3f80",
    "BFLOAT16, 3.140625, 4049",
    "BFLOAT16, 3.4028235e38, 7f80",
    "BFLOAT16, 3.3895314e38, 7f7f",
    "BFLOAT16, -0.0, 8000",
    "BFLOAT16, NaN, 7fc0",
    // FP8 Formats for Deep Learning, table 1: largest, smallest normal, largest and least subnormal
    "FLOAT8_E4M3, 448, 7e",
    "FLOAT8_E4M3, 0.015625, 08",
    "FLOAT8_E4M3, 0.013671875, 07",
    "FLOAT8_E4M3, 0.001953125, 01",
    "FLOAT8_E4M3, 464, 7e",
    "FLOAT8_E4M3, 464.00003, 7f",
    "FLOAT8_E4M3, -Infinity, ff",
    "FLOAT8_E4M3, NaN, 7f",
    "FLOAT8_E5M2, 57344, 7b",
    "FLOAT8_E5M2, 6.103515625e-5, 04",
    "FLOAT8_E5M2, 4.57763671875e-5, 03",
    "FLOAT8_E5M2, 1.52587890625e-5, 01",
    "FLOAT8_E5M2, 61439.996, 7b",
    "FLOAT8_E5M2, 61440, 7c",
    "FLOAT8_E5M2, NaN, 7e"
  })
  void givesKnownAnswers(NarrowFloat type, float value, String code) {
    assertEquals(code, String.format("%0" + type.bits() / 4 + "x", type.encode(value)));
  }

  @ParameterizedTest
  @EnumSource(NarrowFloat.class)
  void everyCodeSurvivesTheWayBackAndForth(NarrowFloat type) {
    for (int code = 0; code < 1 << type.bits(); code++) {
      float value = type.decode(code);
      assertEquals(
          (float) numberOf(type, code), value, type + " code " + Integer.toHexString(code));
      if (!Float.isNaN(value)) {
        assertEquals(code, type.encode(value));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(NarrowFloat.class)
  void neighboursOfEveryMidpointRoundRight(NarrowFloat type) {
    int signBit = 1 << (type.bits() - 1);
    int last = type.encode(type.maxValue());
    for (int code = 0; code < last; code++) {
      float middle = (float) ((numberOf(type, code) + numberOf(type, code + 1)) / 2);
      int even = code + (code & 1);
      assertEquals(code, type.encode(Math.nextDown(middle)));
      assertEquals(even, type.encode(middle));
      assertEquals(code + 1, type.encode(Math.nextUp(middle)));
      assertEquals(even | signBit, type.encode(-middle));
    }
  }

  @ParameterizedTest
  @EnumSource(NarrowFloat.class)
  void floatsOnAStrideRoundToTheNearestNumber(NarrowFloat type) {
    int last = type.encode(type.maxValue());
    double step = numberOf(type, last) - numberOf(type, last - 1);
    boolean tieStays = (last & 1) == 0;
    int code = 0;
    for (int bits = 0; bits < 0x7F800000; bits += 4099) {
      double value = Float.intBitsToFloat(bits);
      while (code < last && numberOf(type, code + 1) <= value) {
        code++;
      }
      double below = value - numberOf(type, code);
      double gap = code < last ? numberOf(type, code + 1) - numberOf(type, code) : step;
      boolean up =
          below > gap / 2 || (below == gap / 2 && (code < last ? (code & 1) == 1 : !tieStays));
      assertEquals(up ? code + 1 : code, type.encode((float) value), () -> type + " of " + value);
      assertEquals(up && code == last, type.overflows(value));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT16, 65504, 65520", "BFLOAT16, 3.3895314e38, 3.3961775e38",
    "FLOAT8_E4M3, 448, 465", "FLOAT8_E5M2, 57344, 61440"
  })
  void knowsWhereItOverflows(NarrowFloat type, float largest, double beyond) {
    assertEquals(largest, type.maxValue());
    assertFalse(type.overflows(-largest));
    assertTrue(type.overflows(-beyond));
    assertTrue(type.overflows(1e300));
  }

  /** The number a code means by the format's definition: fraction, exponent, bias. */
  private static double numberOf(NarrowFloat type, int code) {
    int fractionBits =
        switch (type) {
          case FLOAT16 -> 10;
          case BFLOAT16 -> 7;
          case FLOAT8_E4M3 -> 3;
          case FLOAT8_E5M2 -> 2;
        };
    int exponentBits = type.bits() - 1 - fractionBits;
    int bias = (1 << (exponentBits - 1)) - 1;
    int fraction = code & ((1 << fractionBits) - 1);
    int exponent = code >> fractionBits & ((1 << exponentBits) - 1);
    double sign = (code >> (type.bits() - 1) & 1) == 1 ? -1 : 1;
    if (exponent == (1 << exponentBits) - 1) {
      if (type != NarrowFloat.FLOAT8_E4M3) {
        return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
      }
      if (fraction == (1 << fractionBits) - 1) {
        return Double.NaN;
      }
    }
    double unit = Math.scalb(1.0, -fractionBits);
    return exponent == 0
        ? sign * fraction * unit * Math.scalb(1.0, 1 - bias)
        : sign * (1 + fraction * unit) * Math.scalb(1.0, exponent - bias);
  }
}
