package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.memory.DistributionTable;
import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.QuantileTable;
import io.tensorinit.tensor.DType;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * A continuous distribution as its kernels take it, struct Quantile of {@code quantile.cuh}: a
 * table, and what becomes of its values.
 */
public final class TableDistribution {
  /** What is larger was so before it was rounded, or half of that, whose 2^-108 float32 has. */
  private static final float LEAST_IN_STEPS = 0x1p-40f;

  /** Whether {@link #keepsBitsInSteps}, for the tables that are in use. */
  private static final Map<QuantileTable.Float32, Boolean> LOOKED_AT =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final DistributionTable table;
  private final boolean inDouble;
  private final boolean isOdd;
  private final boolean hasOddKernels;
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
    this.hasOddKernels =
        isOdd
            && LOOKED_AT.computeIfAbsent(
                element.table(), table -> keepsBitsInSteps(table.coefficients()));
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
    this.hasOddKernels = isOdd;
    this.isBounded = element.isBounded();
    this.scale = element.scale();
    this.shift = element.shift();
    this.low = element.low();
    this.high = element.high();
    this.largest = largest(element.table().low(), element.table().high());
  }

  /**
   * The distribution of each part of a tensor's elements. Costs the making of its table.
   *
   * @param plan the plan
   * @param dtype the tensor's dtype
   * @return the distribution
   */
  public static TableDistribution of(ContinuousFill plan, DType dtype) {
    return dtype.isDouble()
        ? new TableDistribution(plan.float64(dtype.isComplex()))
        : new TableDistribution(plan.float32(dtype.isComplex()));
  }

  /**
   * Whether no bit changes where a row's coefficients are divided by powers of 2^27, as the kernels
   * of odd distributions do to take one product less. Coefficients are multiples of 2^-27 of the
   * power of two of their row's largest one, so that every sum of Horner's rule is one of 2^-108 of
   * it, and exact where it is so small that float32 would round it in another place.
   */
  static boolean keepsBitsInSteps(float[] coefficients) {
    for (int row = 0; row < coefficients.length; row += QuantileTable.Float32.COEFFICIENTS) {
      float largest = 0;
      for (int k = 0; k < QuantileTable.Float32.COEFFICIENTS; k++) {
        largest = Math.max(largest, Math.abs(coefficients[row + k]));
      }
      if (largest != 0 && largest < LEAST_IN_STEPS) {
        return false;
      }
    }
    return true;
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
    if (!hasOddKernels) {
      return argument("quantile", address, sharedByAny(blockBytes));
    }
    SharedTable shared = inDouble ? sharedByAny(blockBytes) : SharedTable.ofOdd();
    return argument(isBounded ? "truncated" : "normal", address, shared);
  }

  /**
   * The distribution for the kernels of a batch.
   *
   * @param address where the table is on the device
   * @param blockBytes the shared memory that a block of the device can have
   * @return the kernels' argument
   */
  public DistributionArgument inBatch(long address, int blockBytes) {
    return argument(hasOddKernels ? "odd" : "quantile", address, sharedByAny(blockBytes));
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
