package io.tensorinit.format;

import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types of elements that checkpoint files hold: those TensorInit fills ({@link #dtype}), the
 * integers and booleans that real checkpoints carry beside them, and those whose values are not
 * read here ({@link #hasValues}): quantized ones, and whatever else a file may name ({@link
 * #OTHER}). Always little-endian, as {@link CheckpointReader#read} gives them.
 *
 * <p>The constants are named as in safetensors and stand in the order of that format's own
 * definition, by which its writer sorts tensors (largest alignment first).
 */
public enum StoredType {
  /** A type that has no name here: text, objects, records, types of formats to come. */
  OTHER(0),
  /** Boolean, one byte. */
  BOOL("|b1", 1),
  /** 4-bit float, two to a byte (OCP MXFP4). */
  F4(4),
  /** 6-bit float with 2 bits of exponent (OCP MXFP6), four to three bytes. */
  F6_E2M3(6),
  /** 6-bit float with 3 bits of exponent (OCP MXFP6), four to three bytes. */
  F6_E3M2(6),
  /** Unsigned 8-bit integer. */
  U8("|u1", 1),
  /** Signed 8-bit integer. */
  I8("|i1", 1),
  /** 8-bit float with 5 bits of exponent. */
  F8_E5M2(1, DType.F8_E5M2),
  /** 8-bit float with 4 bits of exponent, no infinity. */
  F8_E4M3(1, DType.F8_E4M3),
  /** 8-bit power of two, the scale of a block of narrow floats (OCP MX). */
  F8_E8M0(8),
  /** 8-bit float with 4 bits of exponent, one zero, no infinity. */
  F8_E4M3FNUZ(8),
  /** 8-bit float with 5 bits of exponent, one zero, no infinity. */
  F8_E5M2FNUZ(8),
  /** Signed 16-bit integer. */
  I16("<i2", 2),
  /** Unsigned 16-bit integer. */
  U16("<u2", 2),
  /** IEEE binary16. */
  F16("<f2", 2, DType.F16),
  /** bfloat16. */
  BF16(2, DType.BF16),
  /** Signed 32-bit integer. */
  I32("<i4", 4),
  /** Unsigned 32-bit integer. */
  U32("<u4", 4),
  /** IEEE binary32. */
  F32("<f4", 4, DType.F32),
  /** Two binary32, real part first. */
  C64("<c8", 8, DType.C64),
  /** IEEE binary64. */
  F64("<f8", 8, DType.F64),
  /** Signed 64-bit integer. */
  I64("<i8", 8),
  /** Unsigned 64-bit integer. */
  U64("<u8", 8),
  /** Two binary64, real part first; not in safetensors. */
  C128("<c16", 16, DType.C128);

  private final @Nullable String numpyName;
  private final int bits;
  private final boolean hasValues;
  private final @Nullable DType dtype;

  /** A type whose values are not read. */
  StoredType(int bits) {
    this(null, bits, false, null);
  }

  /** A type that is not filled. */
  StoredType(String numpyName, int bytes) {
    this(numpyName, bytes * Byte.SIZE, true, null);
  }

  /** A type that NumPy does not have. */
  StoredType(int bytes, DType dtype) {
    this(null, bytes * Byte.SIZE, true, dtype);
  }

  StoredType(String numpyName, int bytes, DType dtype) {
    this(numpyName, bytes * Byte.SIZE, true, dtype);
  }

  StoredType(@Nullable String numpyName, int bits, boolean hasValues, @Nullable DType dtype) {
    this.numpyName = numpyName;
    this.bits = bits;
    this.hasValues = hasValues;
    this.dtype = dtype;
  }

  /**
   * The size of an element, both parts if complex.
   *
   * @return the size in bits; 0 for {@link #OTHER}, whose size the file alone knows
   */
  public int bits() {
    return bits;
  }

  /**
   * The size of an element, both parts if complex.
   *
   * @return the size in bytes
   * @throws IllegalStateException if elements do not take whole bytes, or their size is not known
   */
  public int bytes() {
    if (bits == 0 || bits % Byte.SIZE != 0) {
      throw new IllegalStateException("elements of type " + this + " do not take whole bytes");
    }
    return bits / Byte.SIZE;
  }

  /**
   * Whether elements can be read as numbers: floats, complex numbers, integers and booleans of
   * whole bytes.
   *
   * @return false for types that are only listed and carried over
   */
  public boolean hasValues() {
    return hasValues;
  }

  /**
   * The dtype TensorInit fills such elements as.
   *
   * @return the dtype; empty for all that is not filled
   */
  public Optional<DType> dtype() {
    return Optional.ofNullable(dtype);
  }

  /**
   * Whether an element has a real and an imaginary part.
   *
   * @return true for C64 and C128
   */
  public boolean isComplex() {
    return dtype != null && dtype.isComplex();
  }

  /**
   * The number of parts of an element.
   *
   * @return 2 if complex, else 1
   */
  public int parts() {
    return isComplex() ? 2 : 1;
  }

  /**
   * The value of a part of an element.
   *
   * @param bits the part's bits in the low bits; higher bits are ignored
   * @return its value, exactly; 64-bit integers beyond 2^53 are rounded
   * @throws IllegalStateException if the type has no values
   */
  public double partValue(long bits) {
    switch (this) {
      case BOOL:
      case U8:
        return bits & 0xff;
      case I8:
        return (byte) bits;
      case F8_E5M2:
        return NarrowFloat.FLOAT8_E5M2.decode((int) bits);
      case F8_E4M3:
        return NarrowFloat.FLOAT8_E4M3.decode((int) bits);
      case I16:
        return (short) bits;
      case U16:
        return bits & 0xffff;
      case F16:
        return NarrowFloat.FLOAT16.decode((int) bits);
      case BF16:
        return NarrowFloat.BFLOAT16.decode((int) bits);
      case I32:
        return (int) bits;
      case U32:
        return bits & 0xffff_ffffL;
      case F32:
      case C64:
        return Float.intBitsToFloat((int) bits);
      case I64:
        return bits;
      case U64:
        return (bits >>> 1) * 2.0 + (bits & 1);
      case F64:
      case C128:
        return Double.longBitsToDouble(bits);
      default:
        throw new IllegalStateException("values of type " + this + " are not read here");
    }
  }

  /**
   * Reads the values of stored elements, part by part.
   *
   * @param bytes a buffer set to little-endian that holds whole elements from its position to its
   *     limit; they do not move
   * @param values takes the value of each part, see {@link #partValue}, from the beginning
   * @return the number of parts
   * @throws IndexOutOfBoundsException if the array does not hold so many
   * @throws IllegalStateException if the type has no values
   */
  public int partValues(ByteBuffer bytes, double[] values) {
    int size = bytes() / parts();
    int count = bytes.remaining() / size;
    Objects.checkFromIndexSize(0, count, values.length);
    int at = bytes.position();
    switch (this) {
      case F32:
      case C64:
        for (int i = 0; i < count; i++) {
          values[i] = bytes.getFloat(at + i * Float.BYTES);
        }
        break;
      case F64:
      case C128:
        for (int i = 0; i < count; i++) {
          values[i] = bytes.getDouble(at + i * Double.BYTES);
        }
        break;
      default:
        for (int i = 0; i < count; i++) {
          values[i] = partValue(bits(bytes, at + i * size, size));
        }
        break;
    }
    return count;
  }

  private static long bits(ByteBuffer bytes, int at, int size) {
    switch (size) {
      case Byte.BYTES:
        return bytes.get(at);
      case Short.BYTES:
        return bytes.getShort(at);
      case Integer.BYTES:
        return bytes.getInt(at);
      default:
        return bytes.getLong(at);
    }
  }

  /**
   * A part of an element as text.
   *
   * @param bits the part's bits in the low bits; higher bits are ignored
   * @return its value, as short as reads back as the same float32 (64-bit types: float64), and its
   *     bits in hexadecimal
   */
  public String partText(long bits) {
    int partBytes = bytes() / parts();
    double value = partValue(bits);
    String text =
        partBytes == Double.BYTES ? Double.toString(value) : Float.toString((float) value);
    String hex = String.format(Locale.ROOT, "%016x", bits);
    return text + " (0x" + hex.substring(hex.length() - 2 * partBytes) + ")";
  }

  /**
   * The type descriptor in the header of an {@code .npy} array.
   *
   * @return for example {@code <f4}; empty if NumPy has no such type
   */
  public Optional<String> numpyName() {
    return Optional.ofNullable(numpyName);
  }

  /**
   * The type that holds a dtype's elements.
   *
   * @param dtype the dtype
   * @return the type; empty for C32, which is in memory only
   */
  public static Optional<StoredType> of(DType dtype) {
    for (StoredType type : values()) {
      if (type.dtype == dtype) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * The type of a safetensors name.
   *
   * @param name the name as the header has it
   * @return the type; {@link #OTHER} if the format has no such type
   */
  static StoredType ofSafetensorsName(String name) {
    for (StoredType type : values()) {
      if (type != C128 && type.name().equals(name)) {
        return type;
      }
    }
    return OTHER;
  }
}
