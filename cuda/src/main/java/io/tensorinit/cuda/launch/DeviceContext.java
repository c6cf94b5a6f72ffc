package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.kernel.Kernels;
import io.tensorinit.cuda.memory.ContextMemory;
import io.tensorinit.cuda.orthogonal.MatrixLibraries;
import java.util.List;
import java.util.Optional;

/**
 * What the backend keeps in one context of its device: kernels, memory, libraries. Safe for use by
 * several threads. Everything but {@link #run} wants the context to be current.
 */
public final class DeviceContext implements AutoCloseable {
  private final Driver driver;
  private final Libraries libraries;
  private final long handle;
  private final Kernels kernels;
  private final MatrixLibraries matrices;
  private final ContextMemory memory;
  private final Optional<CurandWords> words;

  DeviceContext(
      Driver driver, Libraries libraries, long handle, DeviceInfo device, WordSource source) {
    this.driver = driver;
    this.libraries = libraries;
    this.handle = handle;
    this.kernels = new Kernels(driver, device);
    this.matrices = new MatrixLibraries(driver, libraries);
    this.memory = new ContextMemory(driver);
    this.words =
        source == WordSource.CURAND
            ? Optional.of(new CurandWords(driver, libraries))
            : Optional.empty();
  }

  Driver driver() {
    return driver;
  }

  Libraries libraries() {
    return libraries;
  }

  long handle() {
    return handle;
  }

  Kernels kernels() {
    return kernels;
  }

  MatrixLibraries matrices() {
    return matrices;
  }

  /**
   * What is kept in its memory.
   *
   * @return the memory
   */
  public ContextMemory memory() {
    return memory;
  }

  /** cuRAND's words, where they are not worked out by fused kernels. */
  Optional<CurandWords> words() {
    return words;
  }

  /** Does something with this context current, and puts the caller's back. */
  void run(Runnable work) {
    long before = driver.currentContext();
    if (before == handle) {
      work.run();
      return;
    }
    driver.setCurrentContext(handle);
    try {
      work.run();
    } finally {
      driver.setCurrentContext(before);
    }
  }

  /** Gives back the memory that no fill uses. */
  void trim() {
    memory.trim();
  }

  /** Waits for everything in this context, then gives everything back, whatever fails. */
  @Override
  public void close() {
    Cleanup.runAll(
        List.of(
            () -> driver.synchronizeContext("closing the backend"),
            matrices::close,
            () -> words.ifPresent(CurandWords::close),
            memory::close,
            kernels::close));
  }
}
