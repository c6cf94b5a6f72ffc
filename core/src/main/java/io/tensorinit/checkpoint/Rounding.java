package io.tensorinit.checkpoint;

import io.tensorinit.format.StoredType;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.tensor.DType;

/**
 * Tells another machine's rounding in orthogonal matrices by the method QR from a changed file. A
 * part that differs passes if it lies within the law's tolerance; where a type or a composition
 * rounds once more, one step of the type further.
 *
 * <p>Another machine's rounding shows nearly everywhere, a changed bit in one place. So of the
 * parts that may differ and are not zero, in a type not narrower than float32 and where there are
 * {@value #FEW} or more, one in {@value #FEW} must differ at least, or the difference is taken for
 * a change.
 *
 * <p>Safe for use by several threads.
 */
final class Rounding {
  /** What {@link #isPlausible} is about. */
  static final int FEW = 64;

  private final StoredType type;
  private final int partBytes;
  private final Tolerance tolerance;
  private final boolean isNarrow;
  private final boolean roundsAgain;
  private long mayDiffer;
  private long differ;

  /**
   * The rounding of one tensor's values.
   *
   * @param parameter the tensor
   */
  Rounding(Parameter parameter) {
    DType dtype = parameter.dtype();
    this.type = StoredType.of(dtype).orElseThrow();
    this.partBytes = dtype.partType().bytes();
    this.tolerance =
        Tolerance.of(parameter.plan(), parameter.shape(), parameter.key(), parameter.dtype());
    this.isNarrow = dtype.partType() != DType.F32 && dtype.partType() != DType.F64;
    this.roundsAgain = isNarrow || parameter.plan().contains(Rounding::computes);
  }

  private static boolean computes(FillPlan plan) {
    return plan instanceof AffineFill || plan instanceof SumFill || plan instanceof NoiseFill;
  }

  /** Whether all values must have the same bits. */
  boolean isNone() {
    return tolerance == Tolerance.NONE;
  }

  /**
   * Judges one part of an element.
   *
   * @param index the element's index along each axis
   * @param expectedBits the part as this machine made it
   * @param foundBits the part in the file
   * @return whether the file's may be another machine's
   */
  boolean accepts(long[] index, long expectedBits, long foundBits) {
    double allowed = tolerance.at(index);
    if (allowed == 0) {
      return expectedBits == foundBits;
    }
    count(type.partValue(expectedBits) != 0, expectedBits != foundBits);
    if (expectedBits == foundBits) {
      return true;
    }
    double step = roundsAgain ? step(expectedBits, foundBits) : 0;
    return Math.abs(type.partValue(expectedBits) - type.partValue(foundBits)) <= allowed + step;
  }

  private synchronized void count(boolean isNotZero, boolean differs) {
    mayDiffer += isNotZero ? 1 : 0;
    differ += differs ? 1 : 0;
  }

  /** The distance of neighbouring numbers of the type, at the larger of two. */
  private double step(long a, long b) {
    long magnitudes = -1L >>> (Long.SIZE - Byte.SIZE * partBytes + 1);
    long larger = Math.max(a & magnitudes, b & magnitudes);
    double up = type.partValue(larger + 1) - type.partValue(larger);
    return Double.isFinite(up) ? up : type.partValue(larger) - type.partValue(larger - 1);
  }

  /** Whether any part differed. */
  synchronized boolean isFound() {
    return differ > 0;
  }

  /** Whether as many parts differed as another machine would leave. */
  synchronized boolean isPlausible() {
    return isNarrow || mayDiffer < FEW || differ >= mayDiffer / FEW;
  }
}
