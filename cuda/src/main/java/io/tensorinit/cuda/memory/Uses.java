package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What may still use memory: an event for each stream that works in it, behind the last of that
 * work, since one event of several streams would tell of the last alone. No stream waits for
 * another. An event that has passed serves the next stream, so there are never more than streams at
 * work. Not for use by several threads at a time.
 */
final class Uses {
  private static final int INVALID_HANDLE = 400;

  private final Driver driver;
  private final List<Mark> marks = new ArrayList<>(1);

  /** The last use on one stream. */
  private static final class Mark {
    private final long event;
    private long stream;

    /** Whether it is known to have passed. */
    private boolean hasPassed;

    private Mark(long event) {
      this.event = event;
    }
  }

  /**
   * No use yet.
   *
   * @param driver the driver
   */
  Uses(Driver driver) {
    this.driver = driver;
  }

  /**
   * Marks what a stream was given so far as its last use.
   *
   * @param stream the stream, which is not captured, and may be gone later
   * @throws CudaException if the driver fails; then the host has waited for the stream, unless that
   *     is another context's, where nothing was put on it
   */
  void mark(long stream) {
    try {
      Optional<Mark> earlier = markOf(stream);
      if (earlier.isPresent()) {
        record(earlier.get(), stream);
      } else {
        addMark(stream);
      }
    } catch (CudaException e) {
      if (e.code() == INVALID_HANDLE) {
        throw e;
      }
      Runnable wait = () -> driver.synchronize(stream, "waiting for what uses memory");
      throw Cleanup.failed(e, wait);
    }
  }

  /** The stream's own mark, else one that has passed. */
  private Optional<Mark> markOf(long stream) {
    for (Mark mark : marks) {
      if (mark.stream == stream) {
        if (!mark.hasPassed && !Driver.isDefault(stream)) {
          // The handle may be that of another stream by now, or of each thread's own.
          driver.waitForEvent(stream, mark.event);
        }
        return Optional.of(mark);
      }
    }
    return marks.stream()
        .filter(mark -> mark.hasPassed || driver.hasPassed(mark.event))
        .findFirst();
  }

  private void addMark(long stream) {
    Mark fresh = new Mark(driver.createEvent());
    try {
      record(fresh, stream);
    } catch (CudaException e) {
      throw Cleanup.failed(e, () -> driver.destroyEvent(fresh.event));
    }
    marks.add(fresh);
  }

  private void record(Mark mark, long stream) {
    driver.recordEvent(mark.event, stream);
    mark.stream = stream;
    mark.hasPassed = false;
  }

  /** Whether there was no use. */
  boolean isEmpty() {
    return marks.isEmpty();
  }

  /** Makes a stream, not the host, wait for all uses. */
  void holdBack(long stream) {
    for (Mark mark : marks) {
      if (!mark.hasPassed) {
        driver.waitForEvent(stream, mark.event);
      }
    }
  }

  /** Makes the host wait for all uses, each once, whichever fails. */
  void await() {
    List<Runnable> steps = new ArrayList<>();
    for (Mark mark : marks) {
      if (!mark.hasPassed) {
        steps.add(
            () -> {
              driver.synchronizeEvent(mark.event, "what uses memory that is freed");
              mark.hasPassed = true;
            });
      }
    }
    Cleanup.runAll(steps);
  }

  /** Gives the events back. */
  void destroy() {
    List<Runnable> steps = new ArrayList<>();
    marks.forEach(mark -> steps.add(() -> driver.destroyEvent(mark.event)));
    marks.clear();
    Cleanup.runAll(steps);
  }
}
