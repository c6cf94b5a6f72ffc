package io.tensorinit.cuda;

import io.tensorinit.Shape;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.PlanCheck;
import io.tensorinit.spi.Backend;
import io.tensorinit.spi.BackendException;
import io.tensorinit.spi.Fill;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Fills device memory, and host memory through it. Retains the device's primary context, which it
 * shares with other users of the runtime API in the process. Safe for use by several threads; the
 * caller's current context is as it was when a method returns.
 *
 * <p>Elementwise fills take the words of the key's sequence in registers and store finished values
 * in one pass; every value has the bits of the CPU backend. Orthogonal matrices agree with it to
 * 1e-6 times the gain (float64: 1e-14); {@code method: qr} is refused. Tables, given tensors and
 * Java functions are worked out on the host. Compositions, tables and orthogonal matrices take
 * memory while they are filled, and giving it back waits for the device; all other fills of device
 * memory allocate nothing and wait for nothing.
 */
public final class CudaBackend implements Backend {
  /** The name users choose it by. */
  static final String NAME = "cuda";

  private final Driver driver;
  private final DeviceInfo device;
  private final DeviceContext primary;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Opens a device.
   *
   * @param driver the driver
   * @param libraries NVIDIA's libraries, each of which may be missing
   * @param ordinal the device's number, from 0
   * @throws io.tensorinit.cuda.driver.CudaException if the device cannot be used
   * @throws BackendException if the words shall come from cuRAND and it cannot be used
   * @throws IllegalArgumentException if the system property names no source of words
   */
  CudaBackend(Driver driver, Libraries libraries, int ordinal) {
    this(driver, libraries, ordinal, WordSource.configured());
  }

  /**
   * Opens a device.
   *
   * @param driver the driver
   * @param libraries NVIDIA's libraries, each of which may be missing
   * @param ordinal the device's number, from 0
   * @param words where the words of elementwise laws come from
   * @throws io.tensorinit.cuda.driver.CudaException if the device cannot be used
   * @throws BackendException if the words shall come from cuRAND and it cannot be used
   */
  CudaBackend(Driver driver, Libraries libraries, int ordinal, WordSource words) {
    if (words == WordSource.CURAND && !libraries.find(Library.CURAND).found()) {
      throw new BackendException(
          "system property "
              + WordSource.PROPERTY
              + " must be fused where cuRAND cannot be used: "
              + libraries.find(Library.CURAND).detail());
    }
    this.driver = driver;
    this.device = driver.device(ordinal);
    this.primary =
        new DeviceContext(
            driver,
            libraries,
            driver.retainPrimaryContext(ordinal),
            device.multiprocessors(),
            words);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return device.toString();
  }

  @Override
  public Optional<String> refusal(FillPlan plan) {
    return PlanLimits.refusal(plan);
  }

  /**
   * Fills device memory in the order of a stream, and returns without waiting for it.
   *
   * @param fill what to fill
   * @param address where the region's first element goes; a multiple of the part's size
   * @param strides the distance of neighbouring elements along each axis of the region, in elements
   * @param stream the stream, as the driver or the runtime API made it; 0 is the default stream
   * @throws IllegalArgumentException if the address is 0 or not aligned, the strides are not one an
   *     axis, or the plan does not fit the shape
   * @throws io.tensorinit.cuda.driver.CudaException if memory for a composition cannot be had or a
   *     launch fails
   */
  public void fill(Fill fill, long address, long[] strides, long stream) {
    PlanCheck.require(fill.plan(), fill.shape());
    PlanLimits.require(fill.plan());
    int alignment = fill.dtype().part().bytes();
    if (address == 0 || address % alignment != 0) {
      throw new IllegalArgumentException(
          "address must be a device pointer and a multiple of "
              + alignment
              + ", was 0x"
              + Long.toHexString(address));
    }
    if (strides.length != fill.regionShape().rank()) {
      throw new IllegalArgumentException(
          "strides must be one an axis of shape " + fill.regionShape() + ", was " + strides.length);
    }
    List<Piece> pieces = Piece.of(fill.region(), fill.shape(), 0, strides);
    inContext(() -> new FillWork(primary, fill).run(pieces, address, stream));
  }

  @Override
  public void fill(Fill fill, Destination destination) {
    PlanCheck.require(fill.plan(), fill.shape());
    PlanLimits.require(fill.plan());
    Shape regionShape = fill.regionShape();
    destination.require(regionShape, fill.dtype());
    if (regionShape.elementCount() == 0) {
      return;
    }
    long[] strides = destination.strides(regionShape);
    List<Piece> pieces = Piece.of(fill.region(), fill.shape(), destination.offset(), strides);
    inContext(
        () ->
            primary
                .transfers()
                .with(
                    transfer ->
                        new HostFill(primary, fill).run(pieces, destination.storage(), transfer)));
  }

  /**
   * Makes a stream, for callers who bring none of their own.
   *
   * @return the stream; the caller closes it before the backend
   * @throws io.tensorinit.cuda.driver.CudaException if the driver refuses it
   * @throws IllegalStateException if the backend is closed
   */
  public DeviceStream newStream() {
    DeviceStream[] made = new DeviceStream[1];
    inContext(() -> made[0] = new DeviceStream(this, driver));
    return made[0];
  }

  /** Does something with the device's primary context current, and puts the caller's back. */
  void inContext(Runnable work) {
    whileOpen(
        () ->
            primary.call(
                () -> {
                  work.run();
                  return null;
                }));
  }

  /** Does something that closing waits for. */
  private void whileOpen(Runnable work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the CUDA backend is closed");
      }
      primary.statuses().check();
      work.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Waits for the fills that other threads are in and for the device, then gives everything back.
   * Closing again does nothing.
   *
   * @throws IllegalStateException if it is called by something that this backend is calling
   * @throws BackendException if earlier work failed, and nobody was told yet
   */
  @Override
  public void close() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("a fill must not close the backend that it runs on");
    }
    lock.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      Cleanup.runAll(
          List.of(
              () ->
                  primary.call(
                      () -> {
                        primary.close();
                        return null;
                      }),
              () -> driver.releasePrimaryContext(device.ordinal())));
    } finally {
      lock.writeLock().unlock();
    }
  }
}
