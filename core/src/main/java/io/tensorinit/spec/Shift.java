package io.tensorinit.spec;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How far an identity is rolled, circularly.
 *
 * @param perAxis whether there is one amount an axis
 * @param amounts one amount an axis (those of the last axes may be left out and are 0), or a single
 *     one: that rolls a matrix along axis 0, a convolution along both channel axes
 */
public record Shift(boolean perAxis, List<Long> amounts) {
  /** Not rolled. */
  public static final Shift NONE = of(0);

  /**
   * Checks the number of amounts.
   *
   * @throws IllegalArgumentException if a single amount is not one
   */
  public Shift {
    amounts = List.copyOf(amounts);
    if (!perAxis && amounts.size() != 1) {
      throw new IllegalArgumentException("shift must be one integer, was " + amounts);
    }
  }

  /**
   * A single amount (Lux).
   *
   * @param amount the amount
   * @return the shift
   */
  public static Shift of(long amount) {
    return new Shift(false, List.of(amount));
  }

  /**
   * One amount an axis, as Julia's {@code circshift} takes them (Flux).
   *
   * @param amounts the amounts, from axis 0; an axis without one is not rolled
   * @return the shift
   */
  public static Shift perAxis(List<Long> amounts) {
    return new Shift(true, amounts);
  }

  /** The amount of each axis. */
  List<Long> along(Shape shape, ChannelOrder order) {
    int rank = shape.rank();
    List<Long> all = new ArrayList<>(Collections.nCopies(rank, 0L));
    if (perAxis) {
      if (amounts.size() > rank) {
        throw new IllegalArgumentException(
            "shift must have at most one entry for each axis of shape "
                + shape
                + ", was "
                + amounts);
      }
      for (int axis = 0; axis < amounts.size(); axis++) {
        all.set(axis, amounts.get(axis));
      }
      return all;
    }
    if (rank == 2) {
      all.set(0, amounts.get(0));
    } else {
      all.set(order.inAxis(rank), amounts.get(0));
      all.set(order.outAxis(rank), amounts.get(0));
    }
    return all;
  }
}
