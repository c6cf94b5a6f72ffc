package io.tensorinit.memory;

import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code java.lang.foreign.MemorySegment}, which Java has from 22 on, as byte buffers: by
 * reflection, since everything else here runs on 17.
 */
final class MemorySegments {
  private static final String TYPE = "java.lang.foreign.MemorySegment";

  /** Bytes of a buffer, which counts them by an int; a multiple of every part's size. */
  private static final long MOST_BYTES = 1L << 30;

  private MemorySegments() {}

  /**
   * Buffers over all of a segment, one after the other.
   *
   * @throws IllegalArgumentException if it is no segment
   */
  static List<ByteBuffer> buffers(Object segment) {
    try {
      Class<?> type = Class.forName(TYPE);
      if (!type.isInstance(segment)) {
        throw notA(segment);
      }
      long size = (long) type.getMethod("byteSize").invoke(segment);
      List<ByteBuffer> buffers = new ArrayList<>();
      for (long from = 0; from < size || buffers.isEmpty(); from += MOST_BYTES) {
        long length = Math.min(MOST_BYTES, size - from);
        Object slice =
            type.getMethod("asSlice", long.class, long.class).invoke(segment, from, length);
        buffers.add((ByteBuffer) type.getMethod("asByteBuffer").invoke(slice));
      }
      return buffers;
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "segment must be memory that a buffer can view, but "
              + e.getTargetException().getMessage(),
          e);
    } catch (ReflectiveOperationException e) {
      throw notA(segment);
    }
  }

  private static IllegalArgumentException notA(Object segment) {
    String what = segment == null ? "null" : "a " + segment.getClass().getName();
    return new IllegalArgumentException(
        "segment must be a " + TYPE + ", which Java has from 22 on, was " + what);
  }
}
