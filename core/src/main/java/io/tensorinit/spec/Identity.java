package io.tensorinit.spec;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * The identity: {@code gain} on the diagonal from [0][0], which may be that of a rectangle; for a
 * convolution the identity of its channels in the kernel's centre, cell (k - 1) / 2 rounded down;
 * for a vector (a bias) zeros. Takes no random words; noise beside it is {@link WithNoise}.
 *
 * <p>Source: Q. V. Le, N. Jaitly, G. E. Hinton (2015), A simple way to initialize recurrent
 * networks of rectified linear units.
 *
 * @param gain the value on the diagonal, finite
 * @param shift how far the pattern is rolled
 * @param order where a convolution has its channels; empty for the layout's order
 * @param fits which shapes are accepted
 */
@CheckReturnValue
public record Identity(double gain, Shift shift, Optional<ChannelOrder> order, Fits fits)
    implements Initializer {
  /** Which shapes an identity accepts. */
  public enum Fits {
    /** Rank 1 upwards. */
    ANY,
    /** Matrices only, also rectangular ones (Keras, PyTorch's eye_). */
    MATRIX,
    /** Ranks 2 to 5 with equally many inputs and outputs and kernels of odd sizes (DL4J). */
    SQUARE
  }

  /**
   * Checks the gain.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Identity {
    Require.finite("gain", gain);
  }

  /**
   * The identity of any rank in the order of the layout.
   *
   * @param gain the value on the diagonal
   * @throws IllegalArgumentException if it is not finite
   */
  public Identity(double gain) {
    this(gain, Shift.NONE, Optional.empty(), Fits.ANY);
  }

  /**
   * This rolled along its axes.
   *
   * @param newShift how far
   * @return the initializer
   */
  public Identity withShift(Shift newShift) {
    return new Identity(gain, newShift, order, fits);
  }

  /**
   * This with the channels of a convolution where they are said to be.
   *
   * @param newOrder where they are
   * @return the initializer
   */
  public Identity withOrder(ChannelOrder newOrder) {
    return new Identity(gain, shift, Optional.of(newOrder), fits);
  }

  /**
   * This for some shapes only.
   *
   * @param newFits which shapes are accepted
   * @return the initializer
   */
  public Identity withFits(Fits newFits) {
    return new Identity(gain, shift, order, newFits);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    switch (fits) {
      case MATRIX:
        Require.rank("identity", shape, 2, 2);
        break;
      case SQUARE:
        Require.rank("identity", shape, 2, 5);
        break;
      default:
        Require.rank("identity", shape, 1, Integer.MAX_VALUE);
    }
    int rank = shape.rank();
    if (rank == 1) {
      return new ConstantFill(0);
    }
    ChannelOrder channels = Kernel.order("identity", order, shape, layout);
    int in = channels.inAxis(rank);
    int out = channels.outAxis(rank);
    if (fits == Fits.SQUARE) {
      requireSquare(shape, in, out);
    }
    return new DiagonalFill(
        gain, out, in, 1, Kernel.centre(shape, channels, 1), shift.along(shape, channels));
  }

  private static void requireSquare(Shape shape, int in, int out) {
    if (shape.size(in) != shape.size(out)) {
      throw new IllegalArgumentException(
          "identity: must be square, with as many inputs as outputs, was shape " + shape);
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (axis != in && axis != out && shape.size(axis) % 2 == 0) {
        throw new IllegalArgumentException(
            "identity: kernel sizes must be odd, was "
                + shape.size(axis)
                + " along axis "
                + axis
                + " of shape "
                + shape);
      }
    }
  }
}
