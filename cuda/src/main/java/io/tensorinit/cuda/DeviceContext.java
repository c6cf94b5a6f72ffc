package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import java.util.List;
import java.util.Optional;

/**
 * What the backend keeps in one context of its device: kernels, memory, tables, statuses. Safe for
 * use by several threads. Everything but {@link #run} wants the context to be current.
 */
final class DeviceContext implements AutoCloseable {
  private final Driver driver;
  private final Libraries libraries;
  private final long handle;
  private final Kernels kernels;
  private final MatrixLibraries matrices;
  private final DevicePool memory;
  private final StagingPool staging;
  private final DeviceTables tables;
  private final PendingStatus statuses;
  private final Transfers transfers;
  private final Optional<CurandWords> words;

  DeviceContext(
      Driver driver, Libraries libraries, long handle, DeviceInfo device, WordSource source) {
    this.driver = driver;
    this.libraries = libraries;
    this.handle = handle;
    this.kernels = new Kernels(driver, device);
    this.matrices = MatrixLibraries.of(driver, libraries);
    this.memory = new DevicePool(driver);
    this.staging = new StagingPool(driver);
    this.tables = new DeviceTables(driver, memory, staging);
    this.statuses = new PendingStatus(driver);
    this.transfers = new Transfers(driver, memory);
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

  DevicePool memory() {
    return memory;
  }

  StagingPool staging() {
    return staging;
  }

  DeviceTables tables() {
    return tables;
  }

  PendingStatus statuses() {
    return statuses;
  }

  Transfers transfers() {
    return transfers;
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
    transfers.close();
    staging.trim();
    memory.trim();
  }

  /** Waits for everything in this context, then gives everything back, whatever fails. */
  @Override
  public void close() {
    Cleanup.runAll(
        List.of(
            () -> driver.synchronizeContext("closing the backend"),
            statuses::close,
            () -> words.ifPresent(CurandWords::close),
            matrices::close,
            transfers::close,
            tables::close,
            staging::close,
            memory::close,
            kernels::close));
  }
}
