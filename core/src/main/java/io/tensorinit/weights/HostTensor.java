package io.tensorinit.weights;

import io.tensorinit.backend.BackendException;
import io.tensorinit.format.StoredType;
import io.tensorinit.json.MessageText;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongToDoubleFunction;

/**
 * The values of one parameter in memory outside of Java's heap: little-endian, row-major, in as
 * many buffers as its size takes.
 */
final class HostTensor {
  /** The most bytes of a buffer, whose places are ints: whole elements of every dtype. */
  private static final long MOST_BYTES = 1L << 30;

  private final Shape shape;
  private final DType dtype;
  private final long bufferBytes;
  private final List<ByteBuffer> buffers = new ArrayList<>();

  HostTensor(Parameter parameter) {
    this(parameter, MOST_BYTES, ByteBuffer::allocateDirect);
  }

  /** A tensor in buffers of so many bytes, a multiple of 16. */
  HostTensor(Parameter parameter, long bufferBytes, IntFunction<ByteBuffer> allocator) {
    this.shape = parameter.shape();
    this.dtype = parameter.dtype();
    this.bufferBytes = bufferBytes;
    long bytes = parameter.bytes();
    try {
      for (long at = 0; at < bytes || buffers.isEmpty(); at += bufferBytes) {
        buffers.add(allocator.apply((int) Math.min(bufferBytes, bytes - at)));
      }
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          "no memory for the "
              + bytes
              + " bytes of "
              + MessageText.quoted(parameter.name())
              + ": memory outside of the heap is limited by -XX:MaxDirectMemorySize, else by -Xmx",
          e);
    }
  }

  List<ByteBuffer> buffers() {
    return buffers;
  }

  HostDestination destination() {
    return Destination.littleEndian(buffers.toArray(ByteBuffer[]::new));
  }

  /** The number of a part, by its place in row-major order. */
  double number(long part) {
    int size = dtype.partType().bytes();
    ByteBuffer buffer = buffers.get((int) (part * size / bufferBytes));
    return StoredType.of(dtype.partType())
        .orElseThrow()
        .partValue(bits(buffer, (int) (part * size % bufferBytes), size));
  }

  private static long bits(ByteBuffer littleEndian, int at, int size) {
    long bits = 0;
    for (int i = size - 1; i >= 0; i--) {
      bits = (bits << Byte.SIZE) | (littleEndian.get(at + i) & 0xff);
    }
    return bits;
  }

  /** Copies a region to a destination that was checked. */
  void read(Region region, HostDestination destination) {
    Shape regionShape = region.shapeIn(shape);
    Parts parts = Parts.of(dtype.partType());
    int each = dtype.partCount();
    boolean packed = destination.isRowMajor(regionShape);
    Places places = new Places(regionShape, destination.offset(), destination.strides(regionShape));
    forEachPiece(
        region,
        (buffer, at, regionPart, count) -> {
          parts.take(buffer, at, count * dtype.partType().bytes());
          if (packed) {
            long position = destination.offset() * each + regionPart;
            parts.put(destination.storage(), position, 0, count);
          } else {
            for (int part = 0; part < count; part += each) {
              long place = places.of((regionPart + part) / each);
              parts.put(destination.storage(), place * each, part, each);
            }
          }
        });
  }

  /** Overwrites a region, by the number of each of its parts. */
  void write(Region region, LongToDoubleFunction numbers) {
    Parts parts = Parts.of(dtype.partType());
    forEachPiece(
        region,
        (buffer, at, regionPart, count) -> {
          for (int part = 0; part < count; part++) {
            parts.set(part, numbers.applyAsDouble(regionPart + part));
          }
          parts.give(buffer, at, count * dtype.partType().bytes());
        });
  }

  /** Visits a region in pieces that lie in one buffer and are short enough for {@link Parts}. */
  private void forEachPiece(Region region, Piece piece) {
    int each = dtype.partCount();
    int size = dtype.partType().bytes();
    region.forEachRun(
        shape,
        (whole, regionIndex, length) -> {
          long part = whole * each;
          long end = (whole + length) * each;
          long regionPart = regionIndex * each;
          while (part < end) {
            int buffer = (int) (part * size / bufferBytes);
            int at = (int) (part * size % bufferBytes);
            long inBuffer = (bufferBytes - at) / size;
            int count = (int) Math.min(Math.min(end - part, inBuffer), Parts.ROOM);
            piece.visit(buffers.get(buffer), at, regionPart, count);
            part += count;
            regionPart += count;
          }
        });
  }

  /** Takes one piece of a region. */
  @FunctionalInterface
  private interface Piece {
    /**
     * Takes one piece.
     *
     * @param buffer the buffer it lies in
     * @param at its first byte there
     * @param regionPart its first part's place in the region
     * @param count the number of its parts
     */
    void visit(ByteBuffer buffer, int at, long regionPart, int count);
  }

  /** The places of a region's elements in a destination. */
  private record Places(Shape region, long offset, long[] strides) {
    long of(long element) {
      long place = offset;
      long rest = element;
      for (int axis = strides.length - 1; axis >= 0; axis--) {
        place += rest % region.size(axis) * strides[axis];
        rest /= region.size(axis);
      }
      return place;
    }
  }
}
