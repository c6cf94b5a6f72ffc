package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.Driver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The tables of distributions in one context's device memory, each uploaded when a distribution is
 * first filled in a precision, and kept. Once there, a fill takes nothing but a launch.
 *
 * <p>The upload has a stream of its own and is waited for, so that every stream may read the table
 * afterwards, and a graph, too, while it is captured; nothing that a caller gave to a stream is
 * waited for. The first {@value #STAYING_TABLES} tables stay, and so does one that a graph has
 * captured or, meanwhile, one that a batch holds. Each beyond them carries a mark of its last use
 * on each stream, and beyond {@value #MOST_TABLES} those not used for longest are given back, once
 * that has passed, which the host waits for. Safe for use by several threads, the context being
 * current to each.
 */
public final class DeviceTables implements AutoCloseable {
  /** Tables that are kept; one takes up to 16 KiB in float32 and 43 KiB in float64. */
  public static final int MOST_TABLES = 256;

  /** Those that are never given back: what most programs have, and then nothing marks their use. */
  private static final int STAYING_TABLES = MOST_TABLES / 2;

  private final Driver driver;
  private final DevicePool memory;
  private final StagingPool staging;

  /** In the order of their last use. */
  private final Map<DistributionTable.Key, Table> tables = new LinkedHashMap<>(16, 0.75f, true);

  private long uploads;

  /** A table in device memory. */
  private static final class Table {
    private final long address;

    /** Whether it stays to the end. */
    private boolean stays;

    /** How many batches hold it. */
    private int holders;

    private Table(long address, boolean stays) {
      this.address = address;
      this.stays = stays;
    }
  }

  DeviceTables(Driver driver, DevicePool memory, StagingPool staging) {
    this.driver = driver;
    this.memory = memory;
    this.staging = staging;
  }

  /**
   * Launches with a distribution's table, which stays where it is meanwhile.
   *
   * @param table the table
   * @param stream the stream that the launch goes to
   * @param launch launches a kernel that reads the table at the address it is given
   */
  public synchronized void withTable(DistributionTable table, long stream, LongConsumer launch) {
    Table there = tables.get(table.key());
    if (there == null || !there.stays) {
      boolean capturing = driver.isCapturing(stream);
      there = there == null ? add(table, !capturing) : there;
      there.stays |= capturing;
    }
    if (there.stays) {
      launch.accept(there.address);
      return;
    }
    long address = there.address;
    Cleanup.after(() -> launch.accept(address), () -> memory.markUse(address, stream));
  }

  /**
   * Keeps a distribution's table where it is until it is {@linkplain #release released} as often.
   *
   * @param table the table
   * @return its address
   */
  public synchronized long hold(DistributionTable table) {
    Table there = tables.get(table.key());
    there = there == null ? add(table, true) : there;
    there.holders++;
    return there.address;
  }

  /**
   * Ends what {@link #hold} began; after closing it does nothing.
   *
   * @param table the table
   */
  public synchronized void release(DistributionTable table) {
    Table there = tables.get(table.key());
    if (there != null) {
      there.holders--;
    }
  }

  private Table add(DistributionTable table, boolean mayEvict) {
    if (mayEvict) {
      evict();
    }
    return upload(table);
  }

  private Table upload(DistributionTable table) {
    if (uploads == 0) {
      uploads = driver.createStream();
    }
    long address = memory.keep(table.bytes(), "the table of a distribution");
    try {
      staging.upload(table.bytes(), table.contents(), address, uploads);
      driver.synchronize(uploads, "uploading the table of a distribution");
    } catch (RuntimeException e) {
      throw Cleanup.failed(e, () -> memory.free(address));
    }
    Table there = new Table(address, tables.size() < STAYING_TABLES);
    tables.put(table.key(), there);
    return there;
  }

  private void evict() {
    if (tables.size() < MOST_TABLES) {
      return;
    }
    List<Runnable> evicted = new ArrayList<>();
    Iterator<Table> oldestFirst = tables.values().iterator();
    while (oldestFirst.hasNext() && evicted.size() < STAYING_TABLES / 2) {
      Table table = oldestFirst.next();
      if (!table.stays && table.holders == 0) {
        oldestFirst.remove();
        evicted.add(() -> memory.free(table.address));
      }
    }
    Cleanup.runAll(evicted);
  }

  /** Gives everything back. The context has passed all work. */
  @Override
  public synchronized void close() {
    List<Runnable> steps = new ArrayList<>();
    tables.values().forEach(table -> steps.add(() -> memory.free(table.address)));
    tables.clear();
    if (uploads != 0) {
      long stream = uploads;
      uploads = 0;
      steps.add(() -> driver.destroyStream(stream));
    }
    Cleanup.runAll(steps);
  }
}
