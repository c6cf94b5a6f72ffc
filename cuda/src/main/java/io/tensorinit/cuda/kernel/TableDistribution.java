package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.memory.DistributionTable;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.QuantileTable;
import io.tensorinit.tensor.DType;
import java.util.Optional;

/**
 * A continuous distribution as its kernels take it, struct Quantile of {@code quantile.cuh}: a
 * table, and what becomes of its values.
 */
public final class TableDistribution {
  private final DistributionTable table;
  private final boolean inDouble;
  private final boolean isOdd;
  private final boolean isBounded;
  private final double scale;
  private final double shift;
  private final double low;
  private final double high;
  private final double largest;

  private TableDistribution(QuantileElement.Float32 element) {
    this.table = DistributionTable.of(element.table());
    this.inDouble = false;
    this.isOdd = element.table().isOdd();
    this.isBounded = element.isBounded();
    this.scale = element.scale();
    this.shift = element.shift();
    this.low = element.low();
    this.high = element.high();
    this.largest = largest(element.table().low(), element.table().high());
  }

  private TableDistribution(QuantileElement.Float64 element) {
    this.table = DistributionTable.of(element.table());
    this.inDouble = true;
    this.isOdd = element.table().isOdd();
    this.isBounded = element.isBounded();
    this.scale = element.scale();
    this.shift = element.shift();
    this.low = element.low();
    this.high = element.high();
    this.largest = largest(element.table().low(), element.table().high());
  }

  /**
   * The distribution of each part of a tensor's elements.
   *
   * @param plan the plan
   * @param dtype the tensor's dtype
   * @return the distribution
   */
  public static TableDistribution of(NormalFill plan, DType dtype) {
    NormalFill part = dtype.isComplex() ? plan.ofPart() : plan;
    return dtype.isDouble()
        ? new TableDistribution(QuantileElement.Float64.normal(part.mean(), part.std()))
        : new TableDistribution(QuantileElement.Float32.normal(part.mean(), part.std()));
  }

  /**
   * The distribution of each part of a tensor's elements.
   *
   * @param plan the plan
   * @param dtype the tensor's dtype
   * @return the distribution
   */
  public static TableDistribution of(TruncatedNormalFill plan, DType dtype) {
    TruncatedNormalFill part = dtype.isComplex() ? plan.ofPart() : plan;
    return truncated(part.mean(), part.std(), part.low(), part.high(), dtype.isDouble());
  }

  private static TableDistribution truncated(
      double mean, double std, double low, double high, boolean inDouble) {
    return inDouble
        ? new TableDistribution(QuantileElement.Float64.truncatedNormal(mean, std, low, high))
        : new TableDistribution(QuantileElement.Float32.truncatedNormal(mean, std, low, high));
  }

  /**
   * The distribution of each part of a tensor's elements.
   *
   * @param plan the plan
   * @param dtype the tensor's dtype
   * @return the distribution
   */
  public static TableDistribution of(QuantileFill plan, DType dtype) {
    return dtype.isDouble()
        ? new TableDistribution(QuantileElement.Float64.of(plan.quantile()))
        : new TableDistribution(QuantileElement.Float32.of(plan.quantile()));
  }

  /**
   * The distribution of a plan that is a continuous one, but not the uniform; else empty.
   *
   * @param plan the plan
   * @param dtype the tensor's dtype
   * @return the distribution of each part of its elements
   */
  public static Optional<TableDistribution> of(FillPlan plan, DType dtype) {
    if (plan instanceof NormalFill normal) {
      return Optional.of(of(normal, dtype));
    }
    if (plan instanceof TruncatedNormalFill truncated) {
      return Optional.of(of(truncated, dtype));
    }
    if (plan instanceof QuantileFill quantile) {
      return Optional.of(of(quantile, dtype));
    }
    return Optional.empty();
  }

  /**
   * What no value exceeds in magnitude: the bounds, or, where there is none, what the outermost
   * words of the table lead to, with more to spare than their roundings take. A bound beyond
   * float32 is infinite there, and so is what it allows.
   */
  private double largest(double tableLow, double tableHigh) {
    double outermost = 1.01 * Math.max(Math.abs(tableLow), Math.abs(tableHigh));
    double open = Math.abs(shift) + scale * outermost;
    double atLow = low == Double.NEGATIVE_INFINITY ? open : Math.abs(low);
    double atHigh = high == Double.POSITIVE_INFINITY ? open : Math.abs(high);
    return Math.max(atLow, atHigh);
  }

  /**
   * Its table.
   *
   * @return the table, which its kernels read
   */
  public DistributionTable table() {
    return table;
  }

  /**
   * The distribution for the kernels of single fills.
   *
   * @param address where the table is on the device
   * @param blockBytes the shared memory that a block of the device can have
   * @return the kernels' argument
   */
  public DistributionArgument alone(long address, int blockBytes) {
    boolean isNormal = isOdd && !isBounded;
    SharedTable shared = isNormal && !inDouble ? SharedTable.ofNormal() : sharedByAny(blockBytes);
    return argument(isNormal ? "normal" : "quantile", address, shared);
  }

  /**
   * The distribution for the kernels of a batch.
   *
   * @param address where the table is on the device
   * @param blockBytes the shared memory that a block of the device can have
   * @return the kernels' argument
   */
  public DistributionArgument inBatch(long address, int blockBytes) {
    return argument("quantile", address, sharedByAny(blockBytes));
  }

  private SharedTable sharedByAny(int blockBytes) {
    int halves = isOdd ? 1 : 2;
    return inDouble
        ? SharedTable.inDouble(halves, blockBytes)
        : SharedTable.ofAny(halves, blockBytes);
  }

  private DistributionArgument argument(String runs, long address, SharedTable shared) {
    Arguments struct = new Arguments().argument(Long.BYTES).member(address);
    for (double number : new double[] {scale, shift, low, high}) {
      struct.member(number, inDouble);
    }
    int rows = inDouble ? QuantileTable.Float64.ROWS : QuantileTable.Float32.ROWS;
    struct.member(isOdd ? Integer.MIN_VALUE : 0).member(isOdd ? 0 : rows);
    struct.member(shared.spread()).member(0);
    return new DistributionArgument("quantile", runs, shared.bytes(), largest, struct);
  }
}
