package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.random.QuantileTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The tables of quantile and discrete laws in one context's device memory, each built and uploaded
 * when a law is first filled in a precision, and kept. Once there, a fill takes nothing but a
 * launch.
 *
 * <p>The upload has a stream of its own and is waited for, so that every stream may read the table
 * afterwards; nothing that a caller gave to a stream is waited for. Beyond {@value #MOST_TABLES}
 * tables the half that was not used for longest is given back, which waits for the device; a table
 * that a graph has captured stays. Safe for use by several threads, the context being current to
 * each.
 */
final class DeviceTables implements AutoCloseable {
  /** Tables that are kept; one takes 16 KiB in float32 and 120 KiB in float64. */
  static final int MOST_TABLES = 256;

  private final Driver driver;
  private final DevicePool memory;
  private final StagingPool staging;

  /** In the order of their last use. */
  private final Map<Law, Table> tables = new LinkedHashMap<>(16, 0.75f, true);

  private long uploads;

  private record Law(FillPlan plan, boolean inDouble) {}

  private record HostTable(ByteBuffer bytes, double low, double high) {}

  /** A table in device memory. */
  static final class Table {
    private final long address;
    private final double low;
    private final double high;
    private boolean captured;

    private Table(long address, double low, double high) {
      this.address = address;
      this.low = low;
      this.high = high;
    }

    /** Where it begins: coefficients, or thresholds with the values behind them. */
    long address() {
      return address;
    }

    /** The smallest value of a quantile's law. */
    double low() {
      return low;
    }

    /** The largest value of a quantile's law. */
    double high() {
      return high;
    }
  }

  DeviceTables(Driver driver, DevicePool memory, StagingPool staging) {
    this.driver = driver;
    this.memory = memory;
    this.staging = staging;
  }

  /**
   * Launches with a law's table, which stays where it is meanwhile.
   *
   * @param plan the law
   * @param inDouble whether it is computed in float64
   * @param stream the stream that the launch goes to
   * @param launch launches a kernel that reads the table
   * @throws IllegalArgumentException if the quantile function is refused
   * @throws IllegalStateException if the stream is capturing and the table is not there yet
   */
  void withTable(QuantileFill plan, boolean inDouble, long stream, Consumer<Table> launch) {
    withTable(new Law(plan, inDouble), stream, () -> ofQuantile(plan, inDouble), launch);
  }

  /**
   * Launches with a law's table, which stays where it is meanwhile.
   *
   * @param plan the law
   * @param inDouble whether it is computed in float64
   * @param stream the stream that the launch goes to
   * @param launch launches a kernel that reads the table
   * @throws IllegalStateException if the stream is capturing and the table is not there yet
   */
  void withTable(DiscreteFill plan, boolean inDouble, long stream, Consumer<Table> launch) {
    withTable(new Law(plan, inDouble), stream, () -> ofDiscrete(plan, inDouble), launch);
  }

  private synchronized void withTable(
      Law law, long stream, Supplier<HostTable> onHost, Consumer<Table> launch) {
    boolean capturing = driver.isCapturing(stream);
    Table table = tables.get(law);
    if (table == null) {
      if (capturing) {
        throw new IllegalStateException(
            "the table of a quantile or discrete law must be in device memory before a stream is"
                + " captured: fill once before");
      }
      evict();
      table = upload(onHost.get());
      tables.put(law, table);
    }
    table.captured |= capturing;
    launch.accept(table);
  }

  private static HostTable ofQuantile(QuantileFill plan, boolean inDouble) {
    if (inDouble) {
      QuantileTable.Float64 law = QuantileTable.Float64.of(plan.quantile());
      double[] coefficients = law.coefficients();
      ByteBuffer bytes = host((long) coefficients.length * Double.BYTES);
      bytes.asDoubleBuffer().put(coefficients);
      return new HostTable(bytes, law.low(), law.high());
    }
    QuantileTable.Float32 law = QuantileTable.Float32.of(plan.quantile());
    float[] coefficients = law.coefficients();
    ByteBuffer bytes = host((long) coefficients.length * Float.BYTES);
    bytes.asFloatBuffer().put(coefficients);
    return new HostTable(bytes, law.low(), law.high());
  }

  private static HostTable ofDiscrete(DiscreteFill plan, boolean inDouble) {
    long[] thresholds = plan.thresholds();
    int bytesOfValue = inDouble ? Double.BYTES : Float.BYTES;
    ByteBuffer bytes = host((long) thresholds.length * (Long.BYTES + bytesOfValue));
    for (long threshold : thresholds) {
      bytes.putLong(threshold);
    }
    for (double value : plan.values()) {
      if (inDouble) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat((float) value);
      }
    }
    return new HostTable(bytes.flip(), 0, 0);
  }

  private static ByteBuffer host(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Table upload(HostTable table) {
    int bytes = table.bytes.remaining();
    if (uploads == 0) {
      uploads = driver.createStream();
    }
    long address = memory.keep(bytes, "the table of a law");
    try {
      staging.upload(bytes, pinned -> pinned.put(table.bytes), address, uploads);
      driver.synchronize(uploads, "uploading the table of a law");
    } catch (RuntimeException e) {
      memory.free(address);
      throw e;
    }
    return new Table(address, table.low, table.high);
  }

  private void evict() {
    if (tables.size() < MOST_TABLES) {
      return;
    }
    driver.synchronizeContext("making room for tables of laws");
    List<Table> evicted = new ArrayList<>();
    Iterator<Table> oldestFirst = tables.values().iterator();
    while (oldestFirst.hasNext() && evicted.size() < MOST_TABLES / 2) {
      Table table = oldestFirst.next();
      if (!table.captured) {
        oldestFirst.remove();
        evicted.add(table);
      }
    }
    evicted.forEach(table -> memory.free(table.address));
  }

  /** Gives everything back. The context has passed all work. */
  @Override
  public synchronized void close() {
    tables.values().forEach(table -> memory.free(table.address));
    tables.clear();
    if (uploads != 0) {
      driver.destroyStream(uploads);
      uploads = 0;
    }
  }
}
