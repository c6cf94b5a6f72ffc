package io.tensorinit.peer.mxnet;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.PlanCheck;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Wrapping;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * MXNet's FusedRNN: one flat vector of all weights of a recurrent network, layer by layer,
 * direction by direction, gate by gate, the inputs' before the recurrent ones; then all biases in
 * that order. Each weight is drawn as a matrix of its own, (hidden, in), from the stream of its
 * block. Biases are 0, those of an LSTM's forget gates {@code forgetBias}. The size of the input
 * follows from the size of the vector. Rank 1.
 *
 * @param inner the initializer of the weights, which draws element by element
 * @param hidden the hidden size
 * @param layers the number of layers
 * @param gates the gates of a cell: 1 of a plain one, 4 of an LSTM, 3 of a GRU
 * @param directions 1, or 2 if bidirectional
 * @param forgetBias the bias of the second gate, where there are four
 */
record FusedRnn(
    Initializer inner, long hidden, long layers, int gates, int directions, double forgetBias)
    implements Wrapping {
  private static final int LSTM_GATES = 4;
  private static final int FORGET = 1;
  private static final long MOST_BLOCKS = 1 << 16;

  /** Checks the sizes. */
  FusedRnn {
    require("num_hidden", hidden);
    require("num_layers", layers);
    if (layers * gates * directions * 4 > MOST_BLOCKS) {
      throw new IllegalArgumentException(
          "num_layers must make at most " + MOST_BLOCKS + " weights and biases, was " + layers);
    }
  }

  private static void require(String name, long value) {
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + " must lie in 1..2^31 - 1, was " + value);
    }
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    if (shape.rank() != 1) {
      throw new IllegalArgumentException(
          "FusedRNN: rank must be 1, was " + shape.rank() + " for shape " + shape);
    }
    long input = input(shape);
    List<Long> sizes = new ArrayList<>();
    List<FillPlan> blocks = new ArrayList<>();
    for (long layer = 0; layer < layers; layer++) {
      FillPlan fromInput = matrix(layer == 0 ? input : directions * hidden, layout);
      FillPlan recurrent = matrix(hidden, layout);
      for (int direction = 0; direction < directions; direction++) {
        add(sizes, blocks, hidden * (layer == 0 ? input : directions * hidden), fromInput);
        add(sizes, blocks, hidden * hidden, recurrent);
      }
    }
    for (long k = 0; k < layers * directions * 2; k++) {
      for (int gate = 0; gate < gates; gate++) {
        boolean forget = gates == LSTM_GATES && gate == FORGET;
        sizes.add(hidden);
        blocks.add(new ConstantFill(forget ? forgetBias : 0));
      }
    }
    return new BlocksFill(0, sizes, blocks);
  }

  private void add(List<Long> sizes, List<FillPlan> blocks, long size, FillPlan plan) {
    for (int gate = 0; gate < gates; gate++) {
      sizes.add(size);
      blocks.add(plan);
    }
  }

  /** A weight's plan, which must not need its two axes. */
  private FillPlan matrix(long in, Layout layout) {
    FillPlan plan = inner.lower(Shape.of(hidden, in), layout);
    try {
      PlanCheck.require(plan, Shape.of(hidden * in));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "FusedRNN needs an initializer that draws element by element, was " + inner, e);
    }
    return plan;
  }

  /** The input's size. */
  private long input(Shape shape) {
    double perGate = (double) gates * directions * hidden;
    double rest = shape.elementCount() / perGate;
    double deeper = (layers - 1.0) * (hidden + (double) directions * hidden + 2);
    double input = rest - deeper - hidden - 2;
    if (!(input >= 1) || input != Math.rint(input)) {
      throw new IllegalArgumentException(
          "FusedRNN of num_hidden "
              + hidden
              + ", num_layers "
              + layers
              + ", "
              + gates
              + " gates and "
              + directions
              + " directions must have "
              + (long) perGate
              + " (n + "
              + (long) (deeper + hidden + 2)
              + ") elements for an input of n, was "
              + shape);
    }
    return (long) input;
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return Optional.empty();
  }
}
