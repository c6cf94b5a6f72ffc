package io.tensorinit.cuda.library;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/**
 * One handle of a CUDA library in one context, made when first used and given back at the end. A
 * handle serves one thread at a time: its users wait for each other while they enqueue work, never
 * for the device. Safe for use by several threads, the context being current to each.
 *
 * @param <L> the library's calls
 */
public final class LibraryHandle<L> implements AutoCloseable {
  /**
   * What a library says that does not know the device: CUSOLVER_STATUS_ and
   * CUBLAS_STATUS_NOT_INITIALIZED, CUSOLVER_STATUS_ and CUBLAS_STATUS_ARCH_MISMATCH.
   */
  private static final Set<Integer> UNSUITED = Set.of(1, 4, 8);

  private final Driver driver;
  private final Libraries libraries;
  private final Library library;
  private final Function<Libraries, L> calls;
  private final ToLongFunction<L> create;
  private final ObjLongConsumer<L> destroy;
  private boolean created;
  private long handle;
  private long event;

  /**
   * A handle that is not made yet; the library is not looked for either.
   *
   * @param driver the driver
   * @param libraries where the library is found
   * @param library which
   * @param calls its calls, once found
   * @param create makes a handle
   * @param destroy gives it back
   */
  public LibraryHandle(
      Driver driver,
      Libraries libraries,
      Library library,
      Function<Libraries, L> calls,
      ToLongFunction<L> create,
      ObjLongConsumer<L> destroy) {
    this.driver = driver;
    this.libraries = libraries;
    this.library = library;
    this.calls = calls;
    this.create = create;
    this.destroy = destroy;
  }

  /**
   * What is done with a handle.
   *
   * @param <L> the library's calls
   * @param <R> the result
   */
  @FunctionalInterface
  public interface Use<L, R> {
    /**
     * Does it.
     *
     * @param calls the library's calls
     * @param handle the handle
     * @return the result
     */
    R with(L calls, long handle);
  }

  /**
   * Whether the library is found and gives a handle, which it may not on a device that is newer
   * than the library.
   *
   * @return whether it can be used on this device
   * @throws CudaException if it fails for another reason, want of memory for one
   */
  public synchronized boolean isUsable() {
    if (!libraries.find(library).found()) {
      return false;
    }
    try {
      return use((calls, handle) -> true);
    } catch (CudaException e) {
      if (UNSUITED.contains(e.code())) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Uses the handle while no other thread does.
   *
   * @param use what to do
   * @param <R> the result
   * @return its result
   * @throws io.tensorinit.backend.BackendException if the library cannot be used or a call fails
   */
  public synchronized <R> R use(Use<L, R> use) {
    L found = calls.apply(libraries);
    return use.with(found, created(found));
  }

  private long created(L found) {
    if (!created) {
      handle = create.applyAsLong(found);
      created = true;
    }
    return handle;
  }

  /**
   * Uses the handle for work on a stream, which first waits for the handle's last work on any
   * stream: what a handle keeps in device memory is its own, not a stream's.
   *
   * @param stream the stream
   * @param work enqueues it
   * @throws io.tensorinit.backend.BackendException if the library cannot be used or a call fails
   */
  public synchronized void enqueue(long stream, ObjLongConsumer<L> work) {
    if (event == 0) {
      event = driver.createEvent();
    } else {
      // Also where the stream is the last one's by its value, which may be another's by now.
      driver.waitForEvent(stream, event);
    }
    L found = calls.apply(libraries);
    work.accept(found, created(found));
    driver.recordEvent(event, stream);
  }

  @Override
  public synchronized void close() {
    Cleanup.runAll(
        List.of(
            () -> {
              if (created) {
                destroy.accept(calls.apply(libraries), handle);
              }
            },
            () -> {
              if (event != 0) {
                driver.destroyEvent(event);
              }
            }));
    created = false;
    event = 0;
  }
}
