package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Driver;

/**
 * A stream of the device, for callers who bring none of their own: what it is given runs in the
 * order in which it was given, beside other streams. It does not wait for the default stream. Safe
 * for use by several threads.
 *
 * <pre>{@code
 * try (DeviceStream stream = backend.newStream()) {
 *   backend.fill(fill, DeviceDestination.at(address).onStream(stream.handle()));
 *   stream.synchronize();
 * }
 * }</pre>
 */
public final class DeviceStream implements AutoCloseable {
  private final CudaBackend backend;
  private final Driver driver;
  private final long handle;
  private boolean closed;

  /** Makes a stream in the backend's context, which is current. */
  DeviceStream(CudaBackend backend, Driver driver) {
    this.backend = backend;
    this.driver = driver;
    this.handle = driver.createStream();
  }

  /**
   * The stream, as the driver and the runtime API know it.
   *
   * @return the handle, for as long as this object is open
   * @throws IllegalStateException if this object is closed
   */
  public synchronized long handle() {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
    return handle;
  }

  /**
   * Sets device memory to 0 in the order of the stream, and returns without waiting for it. It is
   * the driver's own memset: the speed at which the device writes at best.
   *
   * @param address the first byte, a device pointer
   * @param bytes how many, 0 or more
   * @throws IllegalArgumentException if bytes is negative
   * @throws io.tensorinit.cuda.driver.CudaException if the driver refuses it
   * @throws IllegalStateException if this object or the backend is closed
   */
  public void clear(long address, long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must be 0 or more, was " + bytes);
    }
    if (bytes > 0) {
      backend.inContext(() -> driver.clear(address, bytes, handle()));
    }
  }

  /**
   * Waits until the device has done all that the stream was given.
   *
   * @throws io.tensorinit.backend.BackendException if something it was given failed
   * @throws IllegalStateException if this object or the backend is closed
   */
  public void synchronize() {
    backend.inContext(
        () -> {
          driver.synchronize(handle(), "work of a stream");
          backend.reportEarlierWork();
        });
  }

  /**
   * Gives the stream back; what it was given is still done. Closing again does nothing.
   *
   * @throws IllegalStateException if the backend was closed before
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      backend.inContext(() -> driver.destroyStream(handle));
      closed = true;
    }
  }
}
