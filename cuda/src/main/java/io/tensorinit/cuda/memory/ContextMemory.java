package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.Driver;
import java.util.List;
import java.util.function.Consumer;

/**
 * The memory that is kept in one context: device memory, pinned memory on its way there, the tables
 * of distributions, and what brings values to the host. Safe for use by several threads, the
 * context being current to each.
 */
public final class ContextMemory implements AutoCloseable {
  private final Driver driver;
  private final DevicePool pool;
  private final StagingPool staging;
  private final DeviceTables tables;
  private final Transfers transfers;

  /**
   * Nothing yet.
   *
   * @param driver the driver
   */
  public ContextMemory(Driver driver) {
    this.driver = driver;
    this.pool = new DevicePool(driver);
    this.staging = new StagingPool(driver);
    this.tables = new DeviceTables(driver, pool, staging);
    this.transfers = new Transfers(driver, pool);
  }

  /** The driver. */
  Driver driver() {
    return driver;
  }

  /**
   * Device memory.
   *
   * @return the pool
   */
  public DevicePool pool() {
    return pool;
  }

  /**
   * Pinned memory on its way to the device.
   *
   * @return the pool
   */
  public StagingPool staging() {
    return staging;
  }

  /**
   * The tables of distributions.
   *
   * @return the tables
   */
  public DeviceTables tables() {
    return tables;
  }

  /**
   * Lends what brings values to the host, to one user at a time.
   *
   * @param use what is done with it
   */
  public void withTransfer(Consumer<Transfer> use) {
    transfers.with(use);
  }

  /** Gives back what no fill uses; tables stay. */
  public void trim() {
    transfers.close();
    staging.trim();
    pool.trim();
  }

  /** Gives everything back, whatever fails. The context has passed all work. */
  @Override
  public void close() {
    Cleanup.runAll(List.of(transfers::close, tables::close, staging::close, pool::close));
  }
}
