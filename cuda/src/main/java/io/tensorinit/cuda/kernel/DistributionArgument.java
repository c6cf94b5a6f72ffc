package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.UniformElement;
import io.tensorinit.tensor.DType;

/**
 * A distribution as its kernels take it: a struct of numbers, which {@code uniform.cuh} and its
 * neighbours declare.
 *
 * @param name the distribution, as files and kernels are named: fill_NAME.cu, fill_NAME_DTYPE
 * @param runs the distribution whose kernels fill runs: the same, or one that takes fewer of them
 *     and less time
 * @param sharedBytes the shared memory that a run's blocks load the table into; 0 for none
 * @param largest what no value exceeds in magnitude; NaN where nothing is known
 * @param struct the struct, as an argument
 */
public record DistributionArgument(
    String name, String runs, int sharedBytes, double largest, Arguments struct) {
  /** A distribution without a table in shared memory. */
  static DistributionArgument plain(String name, double largest, Arguments struct) {
    return new DistributionArgument(name, name, 0, largest, struct);
  }

  /**
   * The distribution of each part of a tensor's elements.
   *
   * @param plan the plan
   * @param dtype the tensor's dtype
   * @return the argument
   */
  public static DistributionArgument of(UniformFill plan, DType dtype) {
    UniformFill part = dtype.isComplex() ? plan.ofPart() : plan;
    Arguments struct = new Arguments().argument(dtype.isDouble() ? Double.BYTES : Float.BYTES);
    double largest = Double.NaN;
    if (dtype.isDouble()) {
      UniformElement.Float64 element = UniformElement.Float64.of(part.low(), part.high());
      struct.member(element.scale()).member(element.low()).member(element.high());
    } else {
      UniformElement.Float32 element = UniformElement.Float32.of(part.low(), part.high());
      struct.member(element.scale()).member(element.low()).member(element.high());
      largest = Math.max(Math.abs(element.low()), Math.abs(element.high()));
    }
    return plain("uniform", largest, struct);
  }

  /**
   * The distribution of a plan whose table is on the device.
   *
   * @param plan the plan
   * @param table the table's address: thresholds, the values behind them
   * @return the argument
   */
  public static DistributionArgument of(DiscreteFill plan, long table) {
    int count = plan.values().size();
    Arguments struct = new Arguments().argument(Long.BYTES).member(table);
    struct.member(table + (long) count * Long.BYTES).member(count).member(0);
    return plain("discrete", Double.NaN, struct);
  }
}
