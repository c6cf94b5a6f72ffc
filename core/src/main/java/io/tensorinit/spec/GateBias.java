package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;

/**
 * The bias of a gated cell, one gate of which gets a constant: 1 for an LSTM's forget gate. The
 * gates are equal blocks of the last axis.
 *
 * <p>Source: R. Jozefowicz, W. Zaremba, I. Sutskever (2015), An empirical exploration of recurrent
 * network architectures; F. A. Gers, J. Schmidhuber, F. Cummins (2000), Learning to forget.
 *
 * @param order one letter a gate in the order of the blocks: {@code ifco} in Keras and MXNet,
 *     {@code ifgo} in PyTorch, {@code ifog} in DL4J
 * @param gate the letter of the gate
 * @param value its constant, finite
 * @param inner the initializer of the other gates
 */
public record GateBias(String order, char gate, double value, Initializer inner)
    implements Wrapping {
  /**
   * Checks the gate.
   *
   * @throws IllegalArgumentException if the order does not have the gate exactly once, or the value
   *     is not finite
   */
  public GateBias {
    if (order.indexOf(gate) < 0 || order.indexOf(gate) != order.lastIndexOf(gate)) {
      throw new IllegalArgumentException(
          "gate must be one letter of the order \"" + order + "\", was '" + gate + "'");
    }
    Require.finite("value", value);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("gate bias", shape, 1, Integer.MAX_VALUE);
    long size = shape.size(-1);
    int gates = order.length();
    if (size % gates != 0) {
      throw new IllegalArgumentException(
          "gate bias: the last axis must be divisible by the "
              + gates
              + " gates of \""
              + order
              + "\", was shape "
              + shape);
    }
    long units = size / gates;
    long[] start = new long[shape.rank()];
    start[shape.rank() - 1] = order.indexOf(gate) * units;
    Region.Box box = (Region.Box) Region.box(start, shape.with(-1, units).sizes());
    return new OverlayFill(inner.lower(shape, layout), box, new ConstantFill(value));
  }
}
