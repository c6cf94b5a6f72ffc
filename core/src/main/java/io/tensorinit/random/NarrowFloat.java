package io.tensorinit.random;

/**
 * The floating-point types narrower than float32, and the one rounding that leads to them.
 *
 * <p>A store is the float32 value rounded to the nearest number of the type, ties to the even one,
 * subnormals included. Whatever rounds beyond the largest finite number overflows to infinity of
 * its sign; {@link #FLOAT8_E4M3}, which has no infinities, overflows to NaN, as Google's ml_dtypes
 * does.
 *
 * <p>Codes are returned in the low {@link #bits()} bits of an {@code int}.
 *
 * <p>Sources: IEEE 754-2019 (binary16); P. Micikevicius et al., "FP8 Formats for Deep Learning"
 * (2022) (E5M2, E4M3).
 */
public enum NarrowFloat {
  /** IEEE binary16: 5 exponent and 10 fraction bits; largest 65504. */
  FLOAT16(16, 10, 15, 0x7C00, 0x7E00, 65520f),
  /** bfloat16: the upper half of a float32, 8 exponent and 7 fraction bits. */
  BFLOAT16(16, 7, 127, 0x7F80, 0x7FC0, 0x1.FFp127f),
  /** E4M3 without infinities: 4 exponent and 3 fraction bits; largest 448. */
  FLOAT8_E4M3(8, 3, 7, 0x7F, 0x7F, Math.nextUp(464f)),
  /** E5M2: 5 exponent and 2 fraction bits; largest 57344. */
  FLOAT8_E5M2(8, 2, 15, 0x7C, 0x7E, 61440f);

  private static final int FLOAT_FRACTION = 23;
  private static final int FLOAT_BIAS = 127;
  private static final int MAGNITUDE = Integer.MAX_VALUE;
  static final int FLOAT_INFINITY = 0x7F800000;

  private final int bits;
  private final int overflowCode;
  private final int nanCode;
  private final float overflow;

  private final int shift;
  private final int rebias;
  private final float smallestNormal;
  private final float subnormalUnit;

  /** What a code, read as the leading bits of a float32, is to be multiplied with. */
  private final float decodeScale;

  NarrowFloat(int bits, int fraction, int bias, int overflowCode, int nanCode, float overflow) {
    this.bits = bits;
    this.overflowCode = overflowCode;
    this.nanCode = nanCode;
    this.overflow = overflow;
    this.shift = FLOAT_FRACTION - fraction;
    this.rebias = (FLOAT_BIAS - bias) << fraction;
    this.smallestNormal = Math.scalb(1f, 1 - bias);
    this.subnormalUnit = Math.scalb(1f, 1 - bias + shift);
    this.decodeScale = Math.scalb(1f, FLOAT_BIAS - bias);
  }

  /**
   * The width of a code.
   *
   * @return 16 or 8
   */
  public int bits() {
    return bits;
  }

  /**
   * The largest finite number.
   *
   * @return the largest finite number of the type
   */
  public float maxValue() {
    return decode(overflowCode - 1);
  }

  /**
   * Whether a number is stored as infinity (E4M3: NaN) though it is finite.
   *
   * @param value a number
   * @return true if the value's magnitude, rounded, exceeds {@link #maxValue()}
   */
  public boolean overflows(double value) {
    return Math.abs((float) value) >= overflow;
  }

  /**
   * Rounds a float32 to the type, to nearest and ties to even.
   *
   * @param value any float32
   * @return the code of the nearest number; a quiet NaN of the same sign for NaN
   */
  public int encode(float value) {
    int source = Float.floatToRawIntBits(value);
    int magnitude = source & MAGNITUDE;
    int sign = source >>> 31 << (bits - 1);
    if (magnitude > FLOAT_INFINITY) {
      return sign | nanCode;
    }
    float size = Float.intBitsToFloat(magnitude);
    if (size >= overflow) {
      return sign | overflowCode;
    }
    if (size < smallestNormal) {
      // The addition rounds to the subnormal spacing; the sum's low bits count its steps.
      float sum = size + subnormalUnit;
      return sign | Float.floatToRawIntBits(sum) - Float.floatToRawIntBits(subnormalUnit);
    }
    int even = magnitude >>> shift & 1;
    int rounded = magnitude + (1 << (shift - 1)) - 1 + even;
    return sign | (rounded >>> shift) - rebias;
  }

  /** Fraction bits that a float32 has more. */
  int shift() {
    return shift;
  }

  /** Difference of the exponents' biases, as a code. */
  int rebias() {
    return rebias;
  }

  /** The smallest normal number. */
  float smallestNormal() {
    return smallestNormal;
  }

  /** A number whose float32 ulp is the type's subnormal spacing. */
  float subnormalUnit() {
    return subnormalUnit;
  }

  /** The least number that is stored as {@link #overflowCode}. */
  float overflow() {
    return overflow;
  }

  int overflowCode() {
    return overflowCode;
  }

  int nanCode() {
    return nanCode;
  }

  /**
   * The number that a code means, exactly.
   *
   * @param code a code in the low {@link #bits()} bits; higher bits are ignored
   * @return its value
   */
  public float decode(int code) {
    int signBit = 1 << (bits - 1);
    int magnitude = code & (signBit - 1);
    float size;
    if (magnitude < overflowCode) {
      size = Float.intBitsToFloat(magnitude << shift) * decodeScale;
    } else {
      size = magnitude < nanCode && magnitude == overflowCode ? Float.POSITIVE_INFINITY : Float.NaN;
    }
    return (code & signBit) == 0 ? size : -size;
  }
}
