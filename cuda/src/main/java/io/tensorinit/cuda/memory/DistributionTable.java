package io.tensorinit.cuda.memory;

import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.random.QuantileTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * A distribution's table before it is on a device.
 *
 * @param key what it is the table of: equal keys have equal tables
 * @param bytes its size
 * @param contents writes it, as its kernels read it
 */
public record DistributionTable(Key key, int bytes, Consumer<ByteBuffer> contents) {
  /**
   * What a table is made of.
   *
   * @param distribution the distribution
   * @param inDouble whether its values are float64, else float32
   */
  record Key(Object distribution, boolean inDouble) {}

  /**
   * A continuous distribution's coefficients.
   *
   * @param table the coefficients
   * @return the table
   */
  public static DistributionTable of(QuantileTable.Float32 table) {
    int rows = (table.isOdd() ? 1 : 2) * QuantileTable.Float32.ROWS;
    return new DistributionTable(
        new Key(table.quantile(), false),
        rows * QuantileTable.Float32.COEFFICIENTS * Float.BYTES,
        to -> ordered(to).asFloatBuffer().put(table.coefficients()));
  }

  /**
   * A continuous distribution's coefficients.
   *
   * @param table the coefficients
   * @return the table
   */
  public static DistributionTable of(QuantileTable.Float64 table) {
    int rows = (table.isOdd() ? 1 : 2) * QuantileTable.Float64.ROWS;
    return new DistributionTable(
        new Key(table.quantile(), true),
        rows * QuantileTable.Float64.COEFFICIENTS * Double.BYTES,
        to -> ordered(to).asDoubleBuffer().put(table.coefficients()));
  }

  /**
   * The standard normal's table.
   *
   * @param inDouble whether its values are float64, else float32
   * @return the table
   */
  public static DistributionTable standardNormal(boolean inDouble) {
    return inDouble
        ? of(QuantileTable.Float64.standardNormal())
        : of(QuantileTable.Float32.standardNormal());
  }

  /**
   * A discrete distribution's thresholds, the values behind them.
   *
   * @param plan the plan
   * @param inDouble whether its values are float64, else float32
   * @return the table
   */
  public static DistributionTable of(DiscreteFill plan, boolean inDouble) {
    int bytesOfValue = inDouble ? Double.BYTES : Float.BYTES;
    return new DistributionTable(
        new Key(plan, inDouble),
        Math.multiplyExact(plan.values().size(), Long.BYTES + bytesOfValue),
        to -> {
          ByteBuffer bytes = ordered(to);
          for (long threshold : plan.thresholds()) {
            bytes.putLong(threshold);
          }
          for (double value : plan.values()) {
            if (inDouble) {
              bytes.putDouble(value);
            } else {
              bytes.putFloat((float) value);
            }
          }
        });
  }

  private static ByteBuffer ordered(ByteBuffer to) {
    return to.order(ByteOrder.LITTLE_ENDIAN);
  }
}
