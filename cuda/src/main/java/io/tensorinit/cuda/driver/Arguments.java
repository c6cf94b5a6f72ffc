package io.tensorinit.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a kernel, laid out as the device reads them: each member at a multiple of its
 * own size, each argument at a multiple of its alignment. Not for use by several threads.
 */
public final class Arguments {
  /** The most bytes that arguments take. */
  public static final int CAPACITY = 1024;

  private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
  private final List<Integer> offsets = new ArrayList<>();

  /** No arguments yet. */
  public Arguments() {}

  /**
   * These arguments once more, for more to be added.
   *
   * @return a copy
   */
  public Arguments copy() {
    Arguments copy = new Arguments();
    copy.bytes.put(bytes.duplicate().flip());
    copy.offsets.addAll(offsets);
    return copy;
  }

  /**
   * Begins an argument.
   *
   * @param alignment its alignment: that of its largest member
   * @return this
   */
  public Arguments argument(int alignment) {
    align(alignment);
    offsets.add(bytes.position());
    return this;
  }

  /**
   * An argument, or a member, of 32 bits.
   *
   * @param value the value
   * @return this
   */
  public Arguments member(int value) {
    align(Integer.BYTES);
    bytes.putInt(value);
    return this;
  }

  /**
   * A member of 64 bits.
   *
   * @param value the value
   * @return this
   */
  public Arguments member(long value) {
    align(Long.BYTES);
    bytes.putLong(value);
    return this;
  }

  /**
   * A member of type float.
   *
   * @param value the value
   * @return this
   */
  public Arguments member(float value) {
    return member(Float.floatToRawIntBits(value));
  }

  /**
   * A member of type double.
   *
   * @param value the value
   * @return this
   */
  public Arguments member(double value) {
    return member(Double.doubleToRawLongBits(value));
  }

  /**
   * A member of the type values are computed in.
   *
   * @param value the value
   * @param inDouble whether it is a double, else a float
   * @return this
   */
  public Arguments member(double value, boolean inDouble) {
    return inDouble ? member(value) : member((float) value);
  }

  /**
   * An argument of 64 bits: a pointer, a key, a count.
   *
   * @param value the value
   * @return this
   */
  public Arguments add(long value) {
    return argument(Long.BYTES).member(value);
  }

  /**
   * An argument of 32 bits.
   *
   * @param value the value
   * @return this
   */
  public Arguments add(int value) {
    return argument(Integer.BYTES).member(value);
  }

  /**
   * Further arguments, whose first begins at a multiple of 8.
   *
   * @param others the arguments
   * @return this
   */
  public Arguments add(Arguments others) {
    align(Long.BYTES);
    others.offsets.forEach(offset -> offsets.add(bytes.position() + offset));
    bytes.put(others.bytes.duplicate().flip());
    return this;
  }

  /**
   * An argument of the type a dtype is computed in.
   *
   * @param value the value
   * @param inDouble whether it is passed as a double, else as a float
   * @return this
   */
  public Arguments add(double value, boolean inDouble) {
    return argument(inDouble ? Double.BYTES : Float.BYTES).member(value, inDouble);
  }

  /**
   * Where each argument begins.
   *
   * @return the offsets in bytes, in order
   */
  public List<Integer> offsets() {
    return List.copyOf(offsets);
  }

  /**
   * The bytes so far, padded to 8.
   *
   * @return a view of them, little-endian, from 0 to its limit
   */
  public ByteBuffer bytes() {
    align(Long.BYTES);
    ByteBuffer view = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    view.flip();
    return view;
  }

  private void align(int alignment) {
    while (bytes.position() % alignment != 0) {
      bytes.put((byte) 0);
    }
  }
}
