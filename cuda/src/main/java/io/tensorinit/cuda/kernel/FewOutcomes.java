package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.memory.CellBits;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A discrete distribution of few outcomes as its kernels take it, struct Few of {@code few.cuh}: no
 * table, but the last word of each outcome, and the cells that are stored.
 */
public final class FewOutcomes {
  private static final int MOST = 4;

  private FewOutcomes() {}

  /**
   * The distribution of each part of a tensor's elements.
   *
   * @param plan the plan
   * @param cellType the type of the cells that the values go to
   * @return the argument; empty if more than four outcomes may come
   */
  public static Optional<DistributionArgument> of(DiscreteFill plan, DType cellType) {
    List<Long> lastWords = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    long[] thresholds = plan.thresholds();
    long before = 0;
    for (int k = 0; k < thresholds.length; k++) {
      if (thresholds[k] > before) {
        lastWords.add(thresholds[k] - 1);
        values.add(plan.values().get(k));
      }
      before = thresholds[k];
    }
    if (values.size() > MOST) {
      return Optional.empty();
    }
    boolean isWide = cellType.bytes() == Long.BYTES;
    Arguments struct = new Arguments().argument(isWide ? Long.BYTES : Integer.BYTES);
    int last = values.size() - 1;
    for (int k = 0; k < MOST - 1; k++) {
      struct.member((int) (long) lastWords.get(Math.min(k, last)));
    }
    for (int k = 0; k < MOST; k++) {
      long bits = CellBits.of(values.get(Math.min(k, last)), cellType);
      if (isWide) {
        struct.member(bits);
      } else {
        struct.member((int) bits);
      }
    }
    return Optional.of(DistributionArgument.plain("few", Double.NaN, struct));
  }
}
