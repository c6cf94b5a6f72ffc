package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Driver;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pinned host memory on its way to the device. A buffer stays as it is until its copy has passed,
 * and is then used again. There are at most {@value #MOST_BYTES} bytes of it, unless one buffer
 * alone is larger: who needs more waits for the oldest copy. Safe for use by several threads, the
 * context being current to each.
 */
public final class StagingPool implements AutoCloseable {
  /** What is kept, and may be under way, at a time. */
  static final long MOST_BYTES = 1L << 26;

  /** Small buffers are all of this size. */
  private static final int LEAST_BYTES = 1 << 16;

  private final Driver driver;
  private final List<Buffer> taken = new ArrayList<>();

  /** In the order in which they were given back. */
  private final Deque<Buffer> used = new ArrayDeque<>();

  private long bytes;

  /** Pinned memory, of one taker at a time. */
  public static final class Buffer {
    private final ByteBuffer memory;
    private long event;

    private Buffer(ByteBuffer memory) {
      this.memory = memory;
    }

    /**
     * A view of the first bytes, to write to.
     *
     * @param count how many
     * @return the view, from 0 to its limit
     */
    public ByteBuffer first(int count) {
      ByteBuffer view = memory.duplicate().order(memory.order());
      view.clear().limit(count);
      return view;
    }
  }

  StagingPool(Driver driver) {
    this.driver = driver;
  }

  /**
   * Takes a buffer.
   *
   * @param size how many bytes are needed
   * @return a buffer of so many bytes or more
   * @throws CudaException if there is no memory, or an earlier copy failed
   */
  public synchronized Buffer take(int size) {
    Buffer buffer = passed(size);
    if (buffer == null) {
      int capacity = Math.max(LEAST_BYTES, size);
      while (!used.isEmpty() && bytes + capacity > MOST_BYTES) {
        Buffer oldest = used.remove();
        try {
          driver.synchronizeEvent(oldest.event, "copying values from the host");
        } finally {
          release(oldest);
        }
      }
      buffer = new Buffer(driver.allocatePinned(capacity));
      bytes += capacity;
    }
    taken.add(buffer);
    return buffer;
  }

  private @Nullable Buffer passed(int size) {
    for (Iterator<Buffer> each = used.iterator(); each.hasNext(); ) {
      Buffer next = each.next();
      int capacity = next.memory.capacity();
      boolean fits = capacity >= size && (capacity == LEAST_BYTES || capacity / 2 <= size);
      if (fits && driver.hasPassed(next.event)) {
        each.remove();
        return next;
      }
    }
    return null;
  }

  /**
   * Gives a buffer back, behind the copies that its stream was given so far.
   *
   * @param buffer the buffer
   * @param stream the stream that copies from it
   * @throws CudaException if the driver fails; the memory is then given back when this is closed
   */
  public synchronized void giveBack(Buffer buffer, long stream) {
    if (buffer.event == 0) {
      buffer.event = driver.createEvent();
    }
    driver.recordEvent(buffer.event, stream);
    taken.remove(buffer);
    used.add(buffer);
  }

  /**
   * Copies values to device memory in the order of a stream, behind which the buffer is free again.
   * Where this fails no copy is under way.
   *
   * @param size how many bytes
   * @param write puts the values into the pinned memory it is given
   * @param address where they go
   * @param stream the stream
   * @throws CudaException as {@link #take} and {@link #giveBack}, or if the copy is refused
   */
  public void upload(int size, Consumer<ByteBuffer> write, long address, long stream) {
    Buffer staged = take(size);
    try {
      Cleanup.after(
          () -> {
            write.accept(staged.first(size));
            driver.copyToDevice(address, staged.first(size), stream);
          },
          () -> giveBack(staged, stream));
    } catch (CudaException e) {
      throw Cleanup.failed(e, () -> driver.synchronize(stream, "copying values from the host"));
    }
  }

  private void release(Buffer buffer) {
    bytes -= buffer.memory.capacity();
    Cleanup.after(
        () -> driver.freePinned(buffer.memory),
        () -> {
          if (buffer.event != 0) {
            driver.destroyEvent(buffer.event);
          }
        });
  }

  /** Gives back to the driver what no copy uses any more. */
  synchronized void trim() {
    for (Iterator<Buffer> each = used.iterator(); each.hasNext(); ) {
      Buffer next = each.next();
      if (driver.hasPassed(next.event)) {
        each.remove();
        release(next);
      }
    }
  }

  /** Gives everything back, whatever fails. The context has passed all work. */
  @Override
  public synchronized void close() {
    List<Runnable> releases = new ArrayList<>();
    used.forEach(buffer -> releases.add(() -> release(buffer)));
    taken.forEach(buffer -> releases.add(() -> release(buffer)));
    used.clear();
    taken.clear();
    Cleanup.runAll(releases);
  }
}
