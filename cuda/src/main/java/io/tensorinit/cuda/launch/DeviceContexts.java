package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * The contexts of one device that the backend works in: the primary one, and those that callers
 * have current. Threads work in them at the same time; closing waits for them, and shuts the others
 * out. Safe for use by several threads.
 */
public final class DeviceContexts implements AutoCloseable {
  private final Driver driver;
  private final Libraries libraries;
  private final WordSource words;
  private final DeviceInfo device;
  private final DeviceContext primary;

  /** The contexts that callers brought, by their handles. */
  private final Map<Long, DeviceContext> others = new ConcurrentHashMap<>();

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * Retains the primary context.
   *
   * @param driver the driver
   * @param libraries NVIDIA's libraries
   * @param words where the words of elementwise laws come from
   * @param device the device
   * @throws io.tensorinit.cuda.driver.CudaException if the context cannot be had
   */
  public DeviceContexts(Driver driver, Libraries libraries, WordSource words, DeviceInfo device) {
    this.driver = driver;
    this.libraries = libraries;
    this.words = words;
    this.device = device;
    this.primary = newContext(driver.retainPrimaryContext(device.ordinal()));
  }

  private DeviceContext newContext(long handle) {
    return new DeviceContext(driver, libraries, handle, device, words);
  }

  /**
   * The device's primary context.
   *
   * @return the context
   */
  public DeviceContext primary() {
    return primary;
  }

  /**
   * Does something in the primary context, which is current meanwhile.
   *
   * @param work what to do
   * @throws IllegalStateException if this is closed
   */
  public void inPrimary(Runnable work) {
    in(primary, work);
  }

  /**
   * Does something in a context, which is current meanwhile.
   *
   * @param context one of the contexts
   * @param work what to do
   * @throws IllegalStateException if this is closed
   */
  public void in(DeviceContext context, Runnable work) {
    whileOpen(() -> context.run(work));
  }

  /**
   * Does something in the calling thread's current context if that is one of this device, else in
   * the primary one; it is current meanwhile.
   *
   * @param work what to do, in the context that it is given
   * @throws IllegalStateException if this is closed
   */
  public void inCallers(Consumer<DeviceContext> work) {
    whileOpen(
        () -> {
          DeviceContext context = callers();
          context.run(() -> work.accept(context));
        });
  }

  private DeviceContext callers() {
    long current = driver.currentContext();
    if (current == 0 || current == primary.handle()) {
      return primary;
    }
    DeviceContext known = others.get(current);
    if (known != null) {
      return known;
    }
    if (driver.currentDevice() != device.ordinal()) {
      return primary;
    }
    return others.computeIfAbsent(current, this::newContext);
  }

  private void whileOpen(Runnable work) {
    lock.readLock().lock();
    try {
      requireOpen();
      work.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Refuses work after closing.
   *
   * @throws IllegalStateException if this is closed
   */
  public void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the CUDA backend is closed");
    }
  }

  /**
   * Tells of earlier work that is known to have failed by now. Called by work in a context.
   *
   * @throws io.tensorinit.backend.BackendException if there is any that no call has reported yet
   */
  public void reportEarlierWork() {
    primary.matrices().requireNoFailure();
    others.values().forEach(context -> context.matrices().requireNoFailure());
  }

  /**
   * Frees memory that was kept in a context; closing has freed all.
   *
   * @param context one of the contexts
   * @param address what its pool keeps
   */
  public void free(DeviceContext context, long address) {
    lock.readLock().lock();
    try {
      if (!closed) {
        context.run(() -> context.memory().pool().free(address));
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Gives back the memory that no fill uses. */
  public void trim() {
    whileOpen(() -> all().forEach(context -> context.run(context::trim)));
  }

  private List<DeviceContext> all() {
    List<DeviceContext> all = new ArrayList<>(others.values());
    all.add(primary);
    return all;
  }

  /**
   * Refuses closing by something that runs in one of the contexts, which would wait for itself.
   *
   * @throws IllegalStateException if the calling thread does
   */
  public void requireOutside() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("a fill must not close the backend that it runs on");
    }
  }

  /** Waits for the other threads and for the device, then gives everything back, once. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      List<Runnable> steps = new ArrayList<>();
      all().forEach(context -> steps.add(() -> context.run(context::close)));
      steps.add(() -> driver.releasePrimaryContext(device.ordinal()));
      Cleanup.runAll(steps);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
