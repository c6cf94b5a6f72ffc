package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.memory.Destination;
import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fills, and reads back what was written, as little-endian bytes in row-major order. */
public final class Elements {
  /** Bytes around a buffer that a fill must leave alone; odd, so that the buffer is unaligned. */
  static final int GUARD = 13;

  private static final byte GUARD_BYTE = 0x5a;

  private Elements() {}

  /**
   * Fills an unaligned heap buffer between guards, which are checked.
   *
   * @param backend the backend
   * @param fill what to fill
   * @return the region's elements
   */
  public static byte[] filled(Backend backend, Fill fill) {
    ByteBuffer guarded = guarded(ByteBuffer.allocate(byteCount(fill) + 2 * GUARD));
    backend.fill(fill, Destination.littleEndian(guarded));
    return unguarded(guarded);
  }

  /**
   * Fills unaligned heap buffers between guards, which are checked, all at once.
   *
   * @param backend the backend
   * @param fills what to fill
   * @return the elements of each region
   */
  static List<byte[]> filledAtOnce(Backend backend, List<Fill> fills) {
    List<ByteBuffer> buffers = new ArrayList<>();
    List<PlacedFill> placed = new ArrayList<>();
    for (Fill fill : fills) {
      ByteBuffer guarded = guarded(ByteBuffer.allocate(byteCount(fill) + 2 * GUARD));
      buffers.add(guarded);
      placed.add(new PlacedFill(fill, Destination.littleEndian(guarded)));
    }
    backend.fillAll(placed);
    return buffers.stream().map(Elements::unguarded).toList();
  }

  static int byteCount(Fill fill) {
    return Math.toIntExact(fill.regionShape().elementCount() * fill.dtype().bytes());
  }

  /** Writes guards at both ends of a buffer and sets its window between them; little-endian. */
  static ByteBuffer guarded(ByteBuffer buffer) {
    for (int at = 0; at < buffer.capacity(); at++) {
      buffer.put(at, GUARD_BYTE);
    }
    return buffer.order(ByteOrder.LITTLE_ENDIAN).limit(buffer.capacity() - GUARD).position(GUARD);
  }

  /** Checks the guards and the window, and returns what lies between them. */
  static byte[] unguarded(ByteBuffer buffer) {
    assertEquals(GUARD, buffer.position());
    assertEquals(buffer.capacity() - GUARD, buffer.limit());
    byte[] all = new byte[buffer.capacity()];
    buffer.duplicate().clear().get(all);
    for (int i = 0; i < GUARD; i++) {
      assertEquals(GUARD_BYTE, all[i], "written before the beginning");
      assertEquals(GUARD_BYTE, all[all.length - 1 - i], "written beyond the end");
    }
    return Arrays.copyOfRange(all, GUARD, all.length - GUARD);
  }

  /** The bits of each part. */
  static List<Long> parts(Fill fill, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<Long> parts = new ArrayList<>();
    while (buffer.hasRemaining()) {
      parts.add(next(buffer, fill.dtype().partType()));
    }
    return parts;
  }

  private static long next(ByteBuffer buffer, DType part) {
    switch (part.bytes()) {
      case Byte.BYTES:
        return Byte.toUnsignedLong(buffer.get());
      case Short.BYTES:
        return Short.toUnsignedLong(buffer.getShort());
      case Integer.BYTES:
        return Integer.toUnsignedLong(buffer.getInt());
      default:
        return buffer.getLong();
    }
  }

  /**
   * The numbers that parts hold.
   *
   * @param dtype the dtype
   * @param bytes the elements
   * @return each part's number
   */
  public static double[] values(DType dtype, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.length / dtype.partType().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(next(buffer, dtype.partType()), dtype.partType());
    }
    return values;
  }

  /** The number that a part's bits are. */
  static double number(long bits, DType part) {
    switch (part) {
      case F64:
        return Double.longBitsToDouble(bits);
      case F32:
        return Float.intBitsToFloat((int) bits);
      default:
        return narrow(part).decode((int) bits);
    }
  }

  /**
   * How a narrow type rounds.
   *
   * @param part F16, BF16, F8_E4M3 or F8_E5M2
   * @return its rounding
   */
  public static NarrowFloat narrow(DType part) {
    switch (part) {
      case F16:
        return NarrowFloat.FLOAT16;
      case BF16:
        return NarrowFloat.BFLOAT16;
      case F8_E4M3:
        return NarrowFloat.FLOAT8_E4M3;
      case F8_E5M2:
        return NarrowFloat.FLOAT8_E5M2;
      default:
        throw new IllegalArgumentException(part + " is not narrower than float32");
    }
  }

  /**
   * The bytes of a region, taken out of the whole.
   *
   * @param whole the fill of the whole tensor
   * @param bytes what it gave
   * @param region the region
   * @return the region's elements
   */
  public static byte[] part(Fill whole, byte[] bytes, Region region) {
    int size = whole.dtype().bytes();
    Shape shape = region.shapeIn(whole.shape());
    byte[] part = new byte[Math.toIntExact(shape.elementCount() * size)];
    region.forEachRun(
        whole.shape(),
        (wholeIndex, regionIndex, length) ->
            System.arraycopy(
                bytes,
                (int) wholeIndex * size,
                part,
                (int) regionIndex * size,
                (int) length * size));
    return part;
  }

  /**
   * The same fill of another region.
   *
   * @param fill the fill
   * @param region the region
   * @return the other fill
   */
  public static Fill regionOf(Fill fill, Region region) {
    return new Fill(fill.plan(), fill.shape(), fill.dtype(), fill.key(), region);
  }

  /**
   * A fill in a few words, for the name of a test.
   *
   * @param fill the fill
   * @return its dtype, shape, region and kind of plan
   */
  public static String describe(Fill fill) {
    return fill.dtype()
        + " "
        + fill.shape()
        + " "
        + fill.region()
        + " "
        + fill.plan().getClass().getSimpleName();
  }
}
