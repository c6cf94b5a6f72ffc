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
   * @throws IllegalArgumentException if it is no segment, its arena is closed, or other threads
   *     than one may not touch it
   */
  static List<ByteBuffer> buffers(Object segment) {
    try {
      Class<?> type = Class.forName(TYPE);
      if (!type.isInstance(segment)) {
        throw notA(segment);
      }
      requireOpenToAllThreads(type, segment);
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

  /** Several threads write: a confined segment would fail in the middle of a large tensor. */
  private static void requireOpenToAllThreads(Class<?> type, Object segment)
      throws ReflectiveOperationException {
    Object scope = type.getMethod("scope").invoke(segment);
    String scopeType = TYPE + "$Scope";
    if (!(boolean) Class.forName(scopeType).getMethod("isAlive").invoke(scope)) {
      throw notOpen("that is open, was closed");
    }
    // never started; it stands for the threads of a backend
    Thread another = new Thread(() -> {}, "another");
    if (!(boolean) type.getMethod("isAccessibleBy", Thread.class).invoke(segment, another)) {
      throw notOpen("that all threads may use, was confined to one");
    }
  }

  private static IllegalArgumentException notOpen(String what) {
    return new IllegalArgumentException(
        "segment must be of a shared, global or automatic arena " + what);
  }

  private static IllegalArgumentException notA(Object segment) {
    String what = segment == null ? "null" : "a " + segment.getClass().getName();
    return new IllegalArgumentException(
        "segment must be a " + TYPE + ", which Java has from 22 on, was " + what);
  }
}
