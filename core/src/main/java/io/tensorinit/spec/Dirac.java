package io.tensorinit.spec;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;
import java.util.Collections;

/**
 * A convolution, stored {@code (out, in, kernel...)}, that passes as many channels on as it can:
 * with d = out / groups, {@code w[g d + c, c, centre] = 1} for c below d and in, else 0. The centre
 * is cell k / 2 rounded down along each axis (one behind {@link Identity}'s for even kernels), as
 * PyTorch's dirac_ has it. Ranks 3 to 5.
 *
 * <p>Source: S. Zagoruyko, N. Komodakis (2017), DiracNets: training very deep neural networks
 * without skip-connections.
 *
 * @param groups the groups, 1 or more; they divide the outputs
 */
public record Dirac(int groups) implements Initializer {
  /**
   * Checks the groups.
   *
   * @throws IllegalArgumentException if they are below 1
   */
  public Dirac {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be 1 or more, was " + groups);
    }
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("dirac", shape, 3, 5);
    if (shape.size(0) % groups != 0) {
      throw new IllegalArgumentException(
          "dirac: axis 0 must be divisible by groups "
              + groups
              + ", was "
              + shape.size(0)
              + " in shape "
              + shape);
    }
    return new DiagonalFill(
        1,
        0,
        1,
        groups,
        Kernel.centre(shape, ChannelOrder.FIRST, 0),
        Collections.nCopies(shape.rank(), 0L));
  }
}
