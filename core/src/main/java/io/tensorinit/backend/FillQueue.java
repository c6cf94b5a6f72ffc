package io.tensorinit.backend;

import io.tensorinit.memory.Destination;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills that are asked for one after the other and done as few jobs: hundreds of small tensors
 * together, so that threads neither wait for each other after each of them nor are woken for each.
 * A job is run once {@value #JOB_BYTES} bytes have come together, so what waits takes little
 * memory, and work is heard of while it goes on.
 *
 * <p>For one thread at a time. After an exception the fills that were waiting are forgotten.
 */
public final class FillQueue {
  private static final long JOB_BYTES = 1L << 24;

  private final Backend backend;
  private List<PlacedFill> fills = new ArrayList<>();
  private List<Runnable> whenFilled = new ArrayList<>();
  private long bytes;

  /**
   * An empty queue.
   *
   * @param backend what fills; it stays open
   */
  public FillQueue(Backend backend) {
    this.backend = backend;
  }

  /**
   * Asks for a fill. It may be done now, with those that wait, or later.
   *
   * @param fill what to fill
   * @param destination where its region's elements go; used by nobody else until it is filled
   * @param filled is run in the thread that uses this queue when the fill and those asked for
   *     before it are done
   * @throws IllegalArgumentException as {@link Backend#fill}, for any of those that wait
   * @throws BackendException if the device or the memory fails
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void add(Fill fill, Destination destination, Runnable filled) {
    fills.add(new PlacedFill(fill, destination));
    whenFilled.add(filled);
    bytes += fill.regionShape().elementCount() * fill.dtype().bytes();
    if (bytes >= JOB_BYTES) {
      finish();
    }
  }

  /**
   * Does what waits; the queue can be used again.
   *
   * @throws IllegalArgumentException as {@link #add}
   * @throws BackendException as {@link #add}
   * @throws java.io.UncheckedIOException as {@link #add}
   */
  public void finish() {
    List<PlacedFill> job = fills;
    List<Runnable> then = whenFilled;
    fills = new ArrayList<>();
    whenFilled = new ArrayList<>();
    bytes = 0;
    backend.fillAll(job);
    then.forEach(Runnable::run);
  }
}
