package io.tensorinit.tensor;

import java.util.Locale;

/**
 * The type of a tensor's elements. Values are computed in float32, or in float64 for {@link #F64}
 * and {@link #C128}, and rounded once, to nearest even, where they are stored; so a narrow model is
 * the rounding of the float32 model.
 *
 * <p>The names are those of the safetensors format. Complex types count both parts: {@link #C64} is
 * two float32. They are stored real part first.
 */
@CheckReturnValue
public enum DType {
  /** IEEE binary16: 11 bits of precision, largest 65504; larger values are stored as infinity. */
  F16(2, false),
  /** bfloat16: 8 bits of precision, the exponents of float32. */
  BF16(2, false),
  /** IEEE binary32. */
  F32(4, false),
  /** IEEE binary64. */
  F64(8, false),
  /** Two binary16. */
  C32(4, true),
  /** Two binary32. */
  C64(8, true),
  /** Two binary64. */
  C128(16, true),
  /** 8 bits with 4 of exponent, no infinity, largest 448; larger values are stored as NaN. */
  F8_E4M3(1, false),
  /** 8 bits with 5 of exponent, largest 57344; larger values are stored as infinity. */
  F8_E5M2(1, false);

  /** The longest array that every JVM makes. */
  private static final int MOST_PARTS = Integer.MAX_VALUE - 8;

  private final int bytes;
  private final boolean complex;

  DType(int bytes, boolean complex) {
    this.bytes = bytes;
    this.complex = complex;
  }

  /**
   * The size of an element, both parts if complex.
   *
   * @return the size in bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Whether an element has a real and an imaginary part.
   *
   * @return true for C32, C64 and C128
   */
  public boolean isComplex() {
    return complex;
  }

  /**
   * The type of a part of an element.
   *
   * @return F16, F32 or F64 for a complex type, the type itself otherwise
   */
  public DType partType() {
    switch (this) {
      case C32:
        return F16;
      case C64:
        return F32;
      case C128:
        return F64;
      default:
        return this;
    }
  }

  /**
   * The number of parts of an element.
   *
   * @return 2 if complex, else 1
   */
  public int partCount() {
    return complex ? 2 : 1;
  }

  /**
   * The length of a Java array of the parts of some elements.
   *
   * @param elements the number of elements
   * @return the number of their parts
   * @throws IllegalArgumentException if an array does not hold so many
   */
  public int arrayLength(long elements) {
    if (elements > MOST_PARTS / partCount()) {
      throw new IllegalArgumentException(
          "an array holds at most "
              + MOST_PARTS
              + " numbers, the tensor has "
              + elements
              + " elements; fill a Destination, or a region at a time");
    }
    return (int) elements * partCount();
  }

  /**
   * Whether values are computed in float64 rather than float32.
   *
   * @return true for F64 and C128
   */
  public boolean isDouble() {
    return this == F64 || this == C128;
  }

  /**
   * The largest finite value a part can hold.
   *
   * @return that value
   */
  public double maxValue() {
    switch (partType()) {
      case F16:
        return 65504;
      case BF16:
        return 0x1.fep127;
      case F32:
        return Float.MAX_VALUE;
      case F8_E4M3:
        return 448;
      case F8_E5M2:
        return 57344;
      default:
        return Double.MAX_VALUE;
    }
  }

  /**
   * Where storing overflows: the magnitude, of a value in the precision of the computation, from
   * which rounding to nearest leads beyond {@link #maxValue}.
   *
   * @return that magnitude; infinity for F64 and C128
   */
  public double overflowsFrom() {
    switch (partType()) {
      case F16:
        return 65520;
      case BF16:
        return 0x1.ffp127;
      case F32:
        return 0x1.ffffffp127;
      case F8_E4M3:
        return Math.nextUp(464f);
      case F8_E5M2:
        return 61440;
      default:
        return Double.POSITIVE_INFINITY;
    }
  }

  /**
   * The type of this name.
   *
   * @param name a constant's name, or a framework's: {@code float32}, {@code bfloat16}, {@code
   *     half}, {@code complex64} ...; letter case does not matter
   * @return the type
   * @throws IllegalArgumentException if no type has this name
   */
  public static DType parse(String name) {
    switch (name.toUpperCase(Locale.ROOT)) {
      case "F16":
      case "FLOAT16":
      case "HALF":
        return F16;
      case "BF16":
      case "BFLOAT16":
        return BF16;
      case "F32":
      case "FLOAT32":
      case "FLOAT":
        return F32;
      case "F64":
      case "FLOAT64":
      case "DOUBLE":
        return F64;
      case "C32":
      case "COMPLEX32":
        return C32;
      case "C64":
      case "COMPLEX64":
        return C64;
      case "C128":
      case "COMPLEX128":
        return C128;
      case "F8_E4M3":
      case "FLOAT8_E4M3FN":
        return F8_E4M3;
      case "F8_E5M2":
      case "FLOAT8_E5M2":
        return F8_E5M2;
      default:
        throw new IllegalArgumentException(
            "dtype must be one of F16, BF16, F32, F64, C32, C64, C128, F8_E4M3, F8_E5M2, was \""
                + name
                + "\"");
    }
  }
}
