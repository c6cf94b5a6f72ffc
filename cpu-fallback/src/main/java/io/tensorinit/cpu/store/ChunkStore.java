package io.tensorinit.cpu.store;

import io.tensorinit.memory.HostDestination;
import io.tensorinit.tensor.Shape;

/**
 * Puts chunks of a region where a destination wants them: as one range where elements that follow
 * each other lie side by side, else in the longest ranges that do.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class ChunkStore<A> {
  private final PartWriter<A> writer;
  private final int parts;
  private final long offset;
  private final long[] sizes;
  private final long[] strides;

  /** How many elements of the region lie side by side from the beginning of each row on. */
  private final long contiguous;

  ChunkStore(PartWriter<A> writer, int parts, HostDestination destination, Shape region) {
    this.writer = writer;
    this.parts = parts;
    this.offset = destination.offset();
    this.sizes = region.sizes();
    this.strides = destination.strides(region);
    this.contiguous = contiguous();
  }

  private long contiguous() {
    long run = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] > 1 && strides[axis] != run) {
        break;
      }
      run *= sizes[axis];
    }
    return run;
  }

  /**
   * Writes a chunk.
   *
   * @param first index of its first element in the flattened region
   * @param count the number of elements
   * @param values their values, from the beginning
   */
  void write(long first, int count, A values) {
    writer.take(values, count * parts);
    int done = 0;
    while (done < count) {
      long within = (first + done) % contiguous;
      int length = (int) Math.min(count - done, contiguous - within);
      long place = offset + place(first + done);
      writer.write(place * parts, done * parts, length * parts);
      done += length;
    }
  }

  private long place(long element) {
    long place = 0;
    long rest = element;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      place += rest % sizes[axis] * strides[axis];
      rest /= sizes[axis];
    }
    return place;
  }
}
