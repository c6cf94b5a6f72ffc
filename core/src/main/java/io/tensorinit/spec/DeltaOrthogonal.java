package io.tensorinit.spec;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * A convolution that is an orthogonal map of its channels: zero but in the kernel's centre, cell (k
 * - 1) / 2 rounded down along each axis, where an in x out matrix has orthonormal rows, times
 * {@code gain}. Ranks 3 to 5; at most as many inputs as outputs.
 *
 * <p>Source: L. Xiao et al. (2018), Dynamical isometry and a mean field theory of CNNs: how to
 * train 10,000-layer vanilla convolutional neural networks.
 *
 * @param gain the factor, finite in float32
 * @param order where the channels are: last in JAX, whose name this is
 * @param method how the matrix is formed
 */
public record DeltaOrthogonal(double gain, ChannelOrder order, OrthogonalFill.Method method)
    implements Initializer {
  /**
   * Checks the gain.
   *
   * @throws IllegalArgumentException if it is not finite in float32
   */
  public DeltaOrthogonal {
    Require.finite("gain", (float) gain);
  }

  /**
   * With the channels last, {@code (kernel..., in, out)}.
   *
   * @param gain the factor
   * @throws IllegalArgumentException if it is not finite in float32
   */
  public DeltaOrthogonal(double gain) {
    this(gain, ChannelOrder.LAST, OrthogonalFill.Method.STEWART);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("delta orthogonal", shape, 3, 5);
    int rank = shape.rank();
    long in = shape.size(order.inAxis(rank));
    long out = shape.size(order.outAxis(rank));
    if (in > out) {
      throw new IllegalArgumentException(
          "delta orthogonal: in channels must not exceed out channels, was "
              + in
              + " and "
              + out
              + " in shape "
              + shape);
    }
    if (shape.elementCount() == 0) {
      return new ConstantFill(0);
    }
    List<Long> centre = Kernel.centre(shape, order, 1);
    long[] size = shape.sizes();
    for (int axis = 0; axis < rank; axis++) {
      if (axis != order.inAxis(rank) && axis != order.outAxis(rank)) {
        size[axis] = 1;
      }
    }
    long[] start = centre.stream().mapToLong(Long::longValue).toArray();
    MatrixView view = MatrixView.columnsFrom(rank, order.outAxis(rank));
    return new OverlayFill(
        new ConstantFill(0),
        (Region.Box) Region.box(start, size),
        new OrthogonalFill(view, gain, method));
  }
}
